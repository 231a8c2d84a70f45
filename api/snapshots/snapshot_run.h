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
#include "snapshots/snapshot.h"
#include "snapshots/snapshot_files.h"

namespace snapshots {

struct Keep {
  std::int64_t hourly = 24;
  std::int64_t daily = 7;
  std::int64_t weekly = 8;
};

struct Settings {
  std::filesystem::path database;  // market.db, as it is served
  std::filesystem::path photos;    // PhotoFiles' folder
  std::filesystem::path directory;
  std::filesystem::path copy_directory;  // empty: none
  core::Millis interval = core::hour;    // 0: never by itself
  Keep keep;
  std::string program_version;
  // What is wrong with the data in a copy, in sentences: the market's own rules. `stop` ends it early, with
  // an exception.
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

  // Takes one of the market as it is now, verified, and copies it to the second target. Throws core::Error
  // 507 `disk-full`, or std::runtime_error with a sentence; then nothing of it stays.
  Snapshot take(Cause cause, const std::string& note, std::optional<std::string> id = std::nullopt);
  // Looks at every byte of a snapshot; the fault, if any, is kept with it and told. Throws 404.
  std::optional<std::string> verify(const std::string& id);
  // Every photo of a snapshot that the market's folder lacks is put there again.
  void restore_photos(const Manifest& manifest);
  // Removes what is no longer to be kept, here and in the second target.
  void retain();

  Progress& progress() { return progress_; }
  const SnapshotFiles& files() const { return files_; }
  const Settings& settings() const { return settings_; }

 private:
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
