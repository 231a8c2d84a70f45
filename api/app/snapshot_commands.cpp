#include "app/snapshot_commands.h"

#include <filesystem>
#include <functional>
#include <iomanip>
#include <iostream>
#include <stdexcept>

#include "admin/audit_store.h"
#include "app/directory_lock.h"
#include "app/snapshot_settings.h"
#include "core/error.h"
#include "core/token.h"
#include "db/sqlite_connection.h"
#include "json/writer.h"
#include "snapshots/disk.h"
#include "snapshots/second_target.h"
#include "snapshots/snapshot_run.h"

namespace app {

namespace {

using snapshots::Run, snapshots::Task;

const core::SystemClock wall_clock;

// The server, if there is one, waits for this as it does for its own writer. What it tells of has happened:
// a disk that is full, or a schema that knows no snapshots yet, does not undo it.
void record(const Config& config, std::string_view action, const std::string& id,
            const std::string& note) try {
  db::SqliteConnection database(config.data_dir + "/market.db", db::Access::read_write);
  json::Writer details;
  details.open().text("snapshot_id", id);
  if (!note.empty()) details.text("note", note);
  admin::AuditStore().append(database, {.user = {}, .source = "operator", .request_id = {}}, action,
                             {.kind = "snapshot", .id = 0, .about = {}}, details.close().take(),
                             wall_clock.now());
} catch (const std::exception& error) {
  std::cerr << "giraffe: this is not in the audit log: " << error.what() << "\n";
}

void run(const Config& config, Task task, const std::string& id, const std::function<void(Run&)>& work) {
  core::init_crypto();
  snapshots::disk::stay_in_background();
  snapshots::Settings settings = snapshot_settings(config);
  refuse_foreign(config.data_dir);
  refuse_foreign(settings.directory);
  refuse_foreign(settings.copy_directory);
  settings.log = [](bool good, std::string_view message, std::string_view detail) {
    if (!good) std::cerr << "giraffe: " << message << ": " << detail << "\n";
  };
  snapshots::run_alone(settings, wall_clock, task, id, work);
}

std::string mebibytes(std::int64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB";
}

void print(const snapshots::Snapshot& snapshot) {
  const auto& manifest = snapshot.manifest;
  std::cout << manifest.id << "  " << std::left << std::setw(16) << name(manifest.cause) << "  " << std::right
            << std::setw(10) << mebibytes(manifest.database_bytes) << "  "
            << (snapshot.fault ? "damaged: " + *snapshot.fault : "complete") << "  " << manifest.note << "\n";
}

}  // namespace

void take_snapshot(const Config& config, const std::string& note) {
  if (!std::filesystem::exists(config.data_dir + "/market.db"))
    throw std::runtime_error("there is no market in " + config.data_dir);
  run(config, Task::snapshot, "", [&](Run& run) {
    const auto snapshot = run.take(snapshots::Cause::manual, note);
    record(config, "snapshot.take", snapshot.id(), note);
    print(snapshot);
    if (const auto fault = run.settle()) throw std::runtime_error(*fault);
  });
}

void list_snapshots(const Config& config) {
  core::init_crypto();
  for (const auto& snapshot : snapshots::SnapshotFiles(snapshot_settings(config).directory).list()) {
    print(snapshot);
  }
}

int verify_snapshot(const Config& config, const std::string& id) {
  std::optional<std::string> fault;
  run(config, Task::verify, id, [&](Run& run) { fault = run.verify(id); });
  std::cout << id << " is " << (fault ? "damaged: " + *fault : "whole") << "\n";
  return fault ? 1 : 0;
}

void remove_snapshot(const Config& config, const std::string& id) {
  run(config, Task::snapshot, id, [&](Run& run) {
    run.remove(id);
    record(config, "snapshot.remove", id, "");
  });
  std::cout << id << " is removed\n";
}

}  // namespace app
