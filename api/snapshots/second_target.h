// A second directory of snapshots, on another disk or machine: a copy of what is in the first, with the same
// layout. It may be away at any time, and is brought up to date when it is back.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/clock.h"
#include "snapshots/progress.h"
#include "snapshots/retention.h"
#include "snapshots/snapshot_files.h"

namespace snapshots {

class SecondTarget {
 public:
  SecondTarget(const SnapshotFiles& first, std::filesystem::path directory)
      : first_(first), second_(std::move(directory)) {}

  // Why nothing can be copied there now, in a sentence. A directory that is empty though it was not before is
  // one that is not mounted, and must not be filled in the mounted one's stead: both directories hold the
  // same name in a file second-target, made when they first meet.
  std::optional<std::string> fault() const;

  // Copies what it lacks and removes what is no longer to be kept. Answers why it could not; throws Stopped.
  std::optional<std::string> bring_up_to_date(Progress& progress, const Keep& keep, core::Millis now) const;

  // Does nothing while it is away.
  void remove(std::string_view id) const;

  // Those that are there, and whether they are whole as far as is seen without reading all of them.
  std::map<std::string, bool> snapshots() const;
  std::optional<std::int64_t> free_bytes() const;

 private:
  void copy(const Manifest& manifest, Progress& progress) const;
  void copy_photos(const Manifest& manifest, Progress& progress) const;

  const SnapshotFiles& first_;
  const SnapshotFiles second_;
};

}  // namespace snapshots
