// Going back while the market runs, or from the command line.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "admin/desk.h"
#include "core/clock.h"
#include "core/worker_pool.h"
#include "snapshots/rollback.h"
#include "snapshots/rollback_run.h"
#include "snapshots/snapshot_service.h"

namespace snapshots {

class RollbackService {
 public:
  // Clears away what a crash has left, and finds out what became of a rollback that it ended.
  RollbackService(const core::Clock& clock, const admin::Desk& desk, SnapshotService& snapshots,
                  Settings settings, RollbackRun::Parts parts);
  ~RollbackService() { snapshots_.stop(); }  // whose thread may be at it
  RollbackService(const RollbackService&) = delete;
  RollbackService& operator=(const RollbackService&) = delete;

  // Begins it. Throws 403, 404, 409 `snapshot-damaged`, `snapshot-too-new` and `snapshot-running`.
  Running begin(const admin::Actor& actor, const std::string& snapshot_id, const std::string& reason);
  // On this thread, for a task that has the snapshots to itself. What it throws is the reason why nothing has
  // changed.
  Rollback go_back(Run& run, const RollbackOrder& order);
  // What that would undo and keep.
  Rollback plan(Run& run, const std::string& snapshot_id);

  std::optional<Rollback> last() const;

 private:
  void settle_record();
  void failed(const RollbackOrder& order, Rollback& rollback, const std::string& reason);

  const core::Clock& clock_;
  const admin::Desk& desk_;
  SnapshotService& snapshots_;
  const Settings settings_;
  const RollbackRun::Parts parts_;

  mutable std::mutex mutex_;
  std::optional<Rollback> last_;

  // The thread of the snapshots takes what the others leave; while nothing can be written, that would be
  // wrong.
  core::WorkerPool full_speed_{"rollback", 1, 1};
};

}  // namespace snapshots
