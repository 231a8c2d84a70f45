#include "metrics/surroundings.h"

#include <filesystem>
#include <system_error>

namespace metrics {

namespace {

std::optional<std::int64_t> size_of(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  // No WAL is an empty one: the last connection takes it away.
  if (failed == std::errc::no_such_file_or_directory) return 0;
  return failed ? std::nullopt : std::optional(static_cast<std::int64_t>(size));
}

Disk disk_of(const Surroundings::Place& place) {
  std::error_code failed;
  const auto space = std::filesystem::space(place.path, failed);
  if (failed) return {place.name, std::nullopt, std::nullopt};
  return {place.name, static_cast<std::int64_t>(space.available), static_cast<std::int64_t>(space.capacity)};
}

}  // namespace

Surroundings::Surroundings(std::vector<Place> places, std::string mdstat_file)
    : places_(std::move(places)), mdstat_file_(std::move(mdstat_file)) {}

void Surroundings::look() {
  auto found = std::make_shared<Found>();
  for (const Place& place : places_) found->disks.push_back(disk_of(place));
  found->database_bytes = size_of(places_.front().path + "/market.db");
  found->wal_bytes = size_of(places_.front().path + "/market.db-wal");
  found->raid = read_mdstat_file(mdstat_file_);
  const std::lock_guard lock(mutex_);
  found_ = std::move(found);
}

std::shared_ptr<const Found> Surroundings::found() const {
  const std::lock_guard lock(mutex_);
  return found_;
}

}  // namespace metrics
