// The thread of the snapshots: what was begun, and what the clock says.
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/error.h"
#include "snapshots/disk.h"
#include "snapshots/second_target.h"
#include "snapshots/snapshot_service.h"

namespace snapshots {

namespace {

// The first one of a market that has none, and another attempt after one that failed, do not wait for a whole
// interval.
constexpr core::Millis soon = 5 * core::minute;
constexpr core::Millis longest_wait = 10 * core::second;  // between two looks at the clock, which may be set

}  // namespace

core::Millis SnapshotService::due(const std::vector<Snapshot>& snapshots, core::Millis now) const {
  const core::Millis a_while = std::min(settings_.interval, soon);
  // One from the future, taken under a wrong clock, says nothing.
  const auto newest = std::ranges::find_if(snapshots, [now](const Snapshot& snapshot) {
    return snapshot.complete() && snapshot.manifest.at <= now;
  });
  const std::lock_guard lock(mutex_);
  const core::Millis next = newest == snapshots.end() ? started_at_.value_or(now) + a_while
                                                      : newest->manifest.at + settings_.interval;
  return last_attempt_ ? std::max(next, std::min(*last_attempt_, now) + a_while) : next;
}

void SnapshotService::work() {
  disk::stay_in_background();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!jobs_.empty()) {
      const Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      run_job(job);
    } else if (!removed_.empty()) {
      const std::string id = std::move(removed_.front());
      removed_.pop_front();
      lock.unlock();
      SecondTarget(files_, settings_.copy_directory).remove(id);
      look_at_second_target();
    } else if (!started_at_) {
      changed_.wait(lock);
      continue;
    } else {
      lock.unlock();
      const core::Millis wait = look_at_the_clock();
      lock.lock();
      changed_.wait_for(lock, std::chrono::milliseconds(wait),
                        [this] { return stopping_ || !jobs_.empty() || !removed_.empty(); });
      continue;
    }
    lock.lock();
  }
}

core::Millis SnapshotService::look_at_the_clock() {
  look_at_second_target();
  const auto snapshots = files_.list();
  look_at_all(snapshots);
  if (settings_.interval == 0) return longest_wait;
  const core::Millis now = clock_.now();
  const core::Millis next = due(snapshots, now);
  if (next > now) return std::min(next - now, longest_wait);
  {
    const std::lock_guard lock(mutex_);
    last_attempt_ = now;
  }
  const std::string id = new_snapshot_id(now);
  try {
    run_job({claim(Task::snapshot, id), [this, id](Run& run) {
               run.take(Cause::scheduled, "", id);
               settle(run);
             }});
  } catch (const core::Error&) {
    // Somebody else is at it, or it all ends.
  } catch (const std::exception& error) {
    failed(Task::snapshot, error.what());  // the directory can't be used
  }
  return 1;
}

void SnapshotService::run_job(const Job& job) {
  const Task task = progress_.now()->task;
  try {
    const std::int64_t failures = figures().failures;
    Run run(settings_, clock_, progress_, job.claim->lock);
    job.work(run);
    look_at_all(files_.list());
    const std::lock_guard lock(mutex_);
    if (figures_.failures == failures && last_failure_ && last_failure_->task == task) last_failure_.reset();
  } catch (const Stopped&) {
    // Nothing of it stays, and nobody is there to be told.
    return;
  } catch (const std::exception& error) {
    failed(task, sentence(error));
  }
}

void SnapshotService::settle(Run& run) {
  if (const auto fault = run.settle()) failed(Task::snapshot, *fault);
  look_at_second_target();
}

void SnapshotService::look_at_second_target() {
  if (settings_.copy_directory.empty()) return;
  const SecondTarget target(files_, settings_.copy_directory);
  Second found{target.snapshots(), target.fault(), target.free_bytes()};
  const std::lock_guard lock(mutex_);
  second_ = std::move(found);
}

void SnapshotService::failed(Task task, const std::string& reason) {
  if (settings_.log) settings_.log(false, std::string(name(task)) + " failed", reason);
  const std::lock_guard lock(mutex_);
  ++figures_.failures;
  last_failure_ = Failure{clock_.now(), task, reason};
}

}  // namespace snapshots
