// A market with photos, and what its snapshots need, for the tests of snapshots.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "photos/photo_files.h"
#include "snapshots/snapshot_run.h"
#include "store/support.h"

namespace support {

class SnapshotMarket {
 public:
  SnapshotMarket() {
    const auto data = std::filesystem::path(database.data_dir());
    settings.database = data / "market.db";
    settings.photos = data / "photos";
    settings.directory = data / "snapshots";
    settings.program_version = "1.2.3";
  }

  std::string add_photo(core::UserId owner, const std::string& bytes = "webp") {
    std::string id = core::new_public_id();
    photos::PhotoFiles(settings.photos)
        .write(id, {{1, 1, "t" + bytes}, {2, 2, "c" + bytes}, {3, 3, "f" + bytes}});
    database->write([&](db::Tx& tx) {
      tx.run("INSERT INTO photos (id, owner_id, width, height, created_at) VALUES ($1, $2, 3, 3, $3)", id,
             owner, clock.now());
    });
    return id;
  }

  // Each in a second of its own, so that they are in the order of their ids.
  snapshots::Snapshot take(snapshots::Cause cause = snapshots::Cause::manual, const std::string& note = "") {
    clock.advance(core::second);
    std::optional<snapshots::Snapshot> taken;
    run([&](snapshots::Run& run) { taken = run.take(cause, note); });
    return *taken;
  }
  std::optional<std::string> verify(const std::string& id) {
    std::optional<std::string> fault;
    run([&](snapshots::Run& run) { fault = run.verify(id); });
    return fault;
  }
  std::optional<std::string> settle() {
    std::optional<std::string> fault;
    run([&](snapshots::Run& run) { fault = run.settle(); });
    return fault;
  }
  void run(const std::function<void(snapshots::Run&)>& work) {
    snapshots::run_alone(settings, clock, snapshots::Task::snapshot, "", work);
  }

  snapshots::SnapshotFiles files() const { return snapshots::SnapshotFiles(settings.directory); }
  std::filesystem::path pooled(const std::string& photo, const std::string& size = "full") const {
    return settings.directory / "photos" / photo.substr(0, 2) / photo / (size + ".webp");
  }
  // Names below the directory of the snapshots, but for its lock.
  std::vector<std::string> entries() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(settings.directory)) {
      if (entry.path().filename() != "lock") out.push_back(entry.path().filename().string());
    }
    return out;
  }

  MarketDatabase database;
  core::ManualClock clock{core::parse_rfc3339("2026-03-02T09:30:00Z").value()};
  snapshots::Settings settings;
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
inline void overwrite(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace support
