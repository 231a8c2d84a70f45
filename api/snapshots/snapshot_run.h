// What can be done with snapshots while nobody else works on them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "snapshots/progress.h"
#include "snapshots/retention.h"
#include "snapshots/snapshot.h"
#include "snapshots/snapshot_files.h"

namespace snapshots {

struct Settings {
  std::filesystem::path database;  // market.db, as it is served
  std::filesystem::path photos;    // PhotoFiles' folder
  std::filesystem::path directory;
  std::filesystem::path copy_directory;  // empty: none
  core::Millis interval = core::hour;    // 0: never by itself
  Keep keep;
  std::string program_version;
  // Which of the market's own rules the data in a copy break, in sentences. `stop` ends it early, with an
  // exception.
  std::function<std::vector<std::string>(const std::string& database, const std::function<bool()>& stop)>
      check;
  // A line for the log: what, and the snapshot or the reason.
  std::function<void(bool good, std::string_view message, std::string_view detail)> log;
};

// A task that runs, and what it may do meanwhile: nobody else touches the snapshots. All throw Stopped when
// the market ends.
class Run {
 public:
  Run(const Settings& settings, const core::Clock& clock, Progress& progress,
      std::shared_ptr<SnapshotFiles::Lock> lock);

  // Takes one of the market as it is now, and looks whether it is whole. Throws core::Error 507 `disk-full`,
  // 422 for a note that is too long or no text, db::Damaged when the market's database is, or another
  // exception that tells why; then nothing of it stays.
  Snapshot take(Cause cause, const std::string& note, const std::optional<std::string>& id = std::nullopt);
  // The same as fast as it can be, without a look at what is in the copy: while nobody can write to a market
  // of which a snapshot was whole a moment ago. verify() looks later.
  Snapshot take_in_a_hurry(Cause cause, const std::string& note);
  // Looks at every byte of a snapshot; the fault, if any, is kept with it and told. Throws 404.
  std::optional<std::string> verify(const std::string& id);
  // Here and in the second target. Throws 404.
  void remove(const std::string& id);
  // Every photo of a snapshot that the market's folder lacks is put there again.
  void restore_photos(const Manifest& manifest);
  // Removes what is no longer to be kept, and brings the second target, if there is one, to the same state.
  // Answers why it could not.
  std::optional<std::string> settle();

  core::Millis now() const { return clock_.now(); }
  Progress& progress() { return progress_; }
  const SnapshotFiles& files() const { return files_; }
  const Settings& settings() const { return settings_; }

 private:
  void require_room(std::int64_t bytes) const;
  Snapshot take(Cause cause, const std::string& note, const std::string& id, bool hurry);
  void copy_database(Manifest& manifest, const std::filesystem::path& part, bool hurry);
  void collect_photos(Manifest& manifest, const std::filesystem::path& part, std::vector<std::string>& added);
  std::optional<std::string> fault_of(const Snapshot& snapshot);
  void complete(const Manifest& manifest, const std::filesystem::path& part);

  const Settings& settings_;
  const core::Clock& clock_;
  Progress& progress_;
  const std::shared_ptr<SnapshotFiles::Lock> lock_;
  const SnapshotFiles files_;
};

// Runs `work` on this thread, for the command line and before a migration: it needs no open database, and a
// server may be running. Throws 409 `snapshot-running` while another task runs, and whatever `work` throws.
void run_alone(const Settings& settings, const core::Clock& clock, Task task, const std::string& snapshot_id,
               const std::function<void(Run&)>& work);

}  // namespace snapshots
