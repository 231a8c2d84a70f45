#include "snapshots/rollback_service.h"

#include <exception>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "events/event_service.h"
#include "json/writer.h"
#include "snapshots/disk.h"
#include "snapshots/rollback_json.h"

namespace snapshots {

namespace {

constexpr std::int64_t most_record_bytes = 64 * 1024;

}  // namespace

RollbackService::RollbackService(const core::Clock& clock, const admin::Desk& desk,
                                 SnapshotService& snapshots, Settings settings, RollbackRun::Parts parts)
    : clock_(clock),
      desk_(desk),
      snapshots_(snapshots),
      settings_(std::move(settings)),
      parts_(std::move(parts)) {
  std::error_code ignored;
  std::filesystem::remove_all(parts_.folder, ignored);
  settle_record();
}

void RollbackService::settle_record() {
  const auto file = disk::open_inside(settings_.directory, record_path(settings_).filename());
  if (!file) return;
  const auto text = disk::read_small(file, most_record_bytes);
  auto record = text ? read_record(*text) : std::nullopt;
  if (!record) return;
  if (record->epoch) {
    const std::string now = parts_.live.read([](db::Tx& tx) { return events::read_epoch(tx); });
    if (now == *record->epoch) record->rollback.fault.reset();
    record->epoch.reset();
    disk::write_whole(record_path(settings_), record_json(*record));
  }
  last_ = record->rollback;
}

std::optional<Rollback> RollbackService::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

Running RollbackService::begin(const admin::Actor& actor, const std::string& snapshot_id,
                               const std::string& reason) {
  return parts_.live.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::admin);
    require_usable(snapshots_.find(snapshot_id).snapshot, parts_.newest_schema);
    auto rows = tx.query("SELECT username FROM users WHERE id = $1", actor.user);
    RollbackOrder order{snapshot_id, reason, actor, rows.next() ? rows.optional_text(0) : std::nullopt};
    return snapshots_.begin(tx, Task::rollback, snapshot_id, [this, order = std::move(order)](Run& run) {
      go_back(run, order);
      if (const auto fault = run.settle()) throw std::runtime_error(*fault);
    });
  });
}

Rollback RollbackService::go_back(Run& run, const RollbackOrder& order) {
  Rollback rollback;
  rollback.at = clock_.now();
  rollback.by = order.by;
  rollback.reason = order.reason;
  rollback.to_snapshot_id = order.snapshot_id;
  const auto at_full_speed = [this](const std::function<void()>& work) {
    std::promise<void> promise;
    const bool taken = full_speed_.try_post([&] {
      try {
        work();
        promise.set_value();
      } catch (...) {
        promise.set_exception(std::current_exception());
      }
    });
    if (!taken) throw Stopped();
    promise.get_future().get();
  };
  try {
    RollbackRun(parts_, run).go_back(order, at_full_speed, rollback);
  } catch (const Stopped&) {
    failed(order, rollback, "the market was stopped");
    throw;
  } catch (const std::exception& error) {
    failed(order, rollback, sentence(error));
    throw;
  }
  if (settings_.log) settings_.log(true, "the market went back", order.snapshot_id);
  const std::lock_guard lock(mutex_);
  last_ = rollback;
  return rollback;
}

void RollbackService::failed(const RollbackOrder& order, Rollback& rollback, const std::string& reason) {
  rollback.at = clock_.now();
  rollback.fault = reason;
  rollback.undone = {};
  rollback.kept = {};
  {
    const std::lock_guard lock(mutex_);
    last_ = rollback;
  }
  try {
    disk::write_whole(record_path(settings_), record_json({rollback, std::nullopt}));
    json::Writer details;
    details.open()
        .text("snapshot_id", order.snapshot_id)
        .text("reason", order.reason)
        .text("fault", reason)
        .close();
    parts_.live.write([&](db::Tx& tx) {
      desk_.record(tx, order.actor, "snapshot.rollback", {.kind = "snapshot", .id = 0, .about = {}},
                   details.take());
    });
  } catch (const std::exception& error) {
    // A full disk may be what made it fail; the log of the market tells it all the same.
    if (settings_.log) settings_.log(false, "a failed rollback was not written down", sentence(error));
  }
}

Rollback RollbackService::plan(Run& run, const std::string& snapshot_id) {
  Rollback rollback;
  rollback.to_snapshot_id = snapshot_id;
  RollbackRun(parts_, run).plan(snapshot_id, rollback);
  return rollback;
}

}  // namespace snapshots
