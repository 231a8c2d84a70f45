// Snapshots: taking them by hand and by the clock, looking at them, and which are kept. One task at a time,
// of all processes that work in the directory; in the server it runs on a thread of its own.
#pragma once

#include <condition_variable>
#include <functional>
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
  // Those of them that a check of the market's health looks at: when the newest whole one was taken.
  std::optional<core::Millis> newest_at() const;

  // From now on by the clock, too.
  void start();
  // Ends what runs and leaves nothing of it. Idempotent.
  void stop();
};

}  // namespace snapshots
