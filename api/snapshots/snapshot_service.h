// Snapshots: taking them by hand and by the clock, looking at them, and which are kept. One task at a time,
// of all processes that work in the directory; in the server it runs on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "admin/desk.h"
#include "core/clock.h"
#include "db/database.h"
#include "snapshots/progress.h"
#include "snapshots/snapshot.h"
#include "snapshots/snapshot_run.h"

namespace snapshots {

struct Failure {
  core::Millis at = 0;
  Task task = Task::snapshot;
  std::string reason;
};

struct Target {
  std::string name;  // "main", "copy"
  std::optional<std::int64_t> free_bytes;
  bool ok = true;
};

struct Copy {
  std::string target;
  bool ok = false;
};

// A snapshot with what depends on the others and on the time.
struct Kept {
  Snapshot snapshot;
  std::vector<std::string_view> kept_as;  // latest, hourly, daily, weekly, manual
  std::vector<Copy> copies;
};

struct Overview {
  std::vector<Kept> items;  // newest first
  std::optional<Running> running;
  std::optional<Failure> last_failure;  // until a task of its kind has gone well
  std::optional<core::Millis> next_at;
  std::vector<Target> targets;
};

// How many have come since a snapshot was taken: what bringing it back would undo.
struct Since {
  std::int64_t users = 0;
  std::int64_t posts = 0;
  std::int64_t messages = 0;
  std::int64_t deals = 0;
  std::int64_t reviews = 0;
  std::int64_t photos = 0;
};

struct Figures {
  std::optional<core::Millis> newest_at;  // when the newest whole one was taken
  std::int64_t count = 0;
  std::int64_t bytes = 0;     // of their databases, and the photos of the largest one
  std::int64_t failures = 0;  // since the start
};

class SnapshotService {
 public:
  SnapshotService(db::Database& database, const core::Clock& clock, const admin::Desk& desk,
                  Settings settings);
  ~SnapshotService();  // stop()
  SnapshotService(const SnapshotService&) = delete;
  SnapshotService& operator=(const SnapshotService&) = delete;

  // What begins a task without waiting for it. The task begins when the transaction is on disk, and never
  // when it is rolled back. All throw 409 `snapshot-running` while another runs, here or elsewhere.
  //
  // `work` runs on the service's thread; what it throws becomes last_failure.
  Running begin(db::Tx& tx, Task task, const std::string& snapshot_id, std::function<void(Run&)> work);
  Running take(const admin::Actor& actor, const std::string& note);
  Running verify(const admin::Actor& actor, const std::string& id);  // 404
  void remove(const admin::Actor& actor, const std::string& id);     // 404; waits

  Overview overview() const;
  Kept find(const std::string& id) const;  // 404
  Since since(const Manifest& manifest) const;
  // From memory, for who must not wait for a disk: as of the last task, or ten seconds ago.
  Figures figures() const;

  // From now on by the clock, too.
  void start();
  // Ends what runs and leaves nothing of it; stop() waits for that, too. Idempotent.
  void ask_to_stop();
  void stop();

 private:
  // Whoever has it has the snapshots to themselves; it ends with this object.
  struct Claim {
    explicit Claim(SnapshotService& service_in) : service(service_in) {}
    ~Claim();
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    SnapshotService& service;
    std::shared_ptr<SnapshotFiles::Lock> lock;
  };
  struct Job {
    std::shared_ptr<Claim> claim;
    std::function<void(Run&)> work;
  };
  // What is known of the second target, which may take its time to tell.
  struct Second {
    std::map<std::string, bool> snapshots;
    std::optional<std::string> fault;
    std::optional<std::int64_t> free_bytes;
  };

  std::shared_ptr<Claim> claim(Task task, const std::string& snapshot_id, bool shown = true);
  void work();
  void run_job(const Job& job);
  core::Millis look_at_the_clock();  // answers how long there is nothing to do
  void settle(Run& run);
  void look_at_all(const std::vector<Snapshot>& snapshots);
  void look_at_second_target();
  void failed(Task task, const std::string& reason);
  core::Millis due(const std::vector<Snapshot>& snapshots, core::Millis now) const;
  Kept kept(const Snapshot& snapshot, const Verdict& verdict) const;

  db::Database& database_;
  const core::Clock& clock_;
  const admin::Desk& desk_;
  const Settings settings_;
  const SnapshotFiles files_;
  Progress progress_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool claimed_ = false;
  bool stopping_ = false;
  std::optional<core::Millis> started_at_;    // since then by the clock, too
  std::optional<core::Millis> last_attempt_;  // by the clock
  std::deque<Job> jobs_;
  std::deque<std::string> removed_;  // here, and not yet in the second target
  std::optional<Failure> last_failure_;
  Figures figures_;
  Second second_;

  std::thread thread_;
};

}  // namespace snapshots
