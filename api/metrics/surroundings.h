// What the market stands on: disks, files, RAID. Looking may take as long as a disk does, so that one thread
// looks every so often and everybody else reads what it found last.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "metrics/raid.h"

namespace metrics {

struct Disk {
  std::string name;  // "data", "snapshot-copy"
  std::optional<std::int64_t> free_bytes;
  std::optional<std::int64_t> total_bytes;
};

struct Found {
  std::vector<Disk> disks;
  std::optional<std::int64_t> database_bytes;
  std::optional<std::int64_t> wal_bytes;
  std::vector<RaidArray> raid;
};

class Surroundings {
 public:
  struct Place {
    std::string name;
    std::string path;
  };

  // The first place is the data's; `mdstat_file` as in read_mdstat_file().
  Surroundings(std::vector<Place> places, std::string mdstat_file);

  // By one thread.
  void look();
  // What was found last; nothing known before the first look. From any thread, never waits for a disk.
  std::shared_ptr<const Found> found() const;

 private:
  const std::vector<Place> places_;
  const std::string mdstat_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Found> found_ = std::make_shared<Found>();
};

}  // namespace metrics
