#include "snapshots/progress.h"

#include <utility>

#include "core/error.h"

namespace snapshots {

std::string_view name(Task task) {
  switch (task) {
    case Task::snapshot:
      return "snapshot";
    case Task::verify:
      return "verify";
    case Task::rollback:
      break;
  }
  return "rollback";
}

std::string_view name(Step step) {
  switch (step) {
    case Step::database:
      return "database";
    case Step::checking:
      return "checking";
    case Step::photos:
      return "photos";
    case Step::copying:
      return "copying";
    case Step::preparing:
      return "preparing";
    case Step::switching:
      break;
  }
  return "switching";
}

std::string sentence(const std::exception& error) {
  const auto* const told = dynamic_cast<const core::Error*>(&error);
  return told != nullptr ? told->detail : error.what();
}

void Progress::begin(Task task, std::string snapshot_id, core::Millis now) {
  const std::lock_guard lock(mutex_);
  running_ = Running{task, std::move(snapshot_id), Step::preparing, 0, 0, now};
}

void Progress::end() {
  const std::lock_guard lock(mutex_);
  running_.reset();
}

std::optional<Running> Progress::now() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

void Progress::step(Step step, std::int64_t total) {
  require_going_on();
  const std::lock_guard lock(mutex_);
  if (!running_) return;
  running_->step = step;
  running_->done = 0;
  running_->total = total;
}

void Progress::done(std::int64_t count, std::int64_t total) {
  require_going_on();
  const std::lock_guard lock(mutex_);
  if (!running_) return;
  running_->done = count;
  running_->total = total;
}

void Progress::advance(std::int64_t by) {
  require_going_on();
  const std::lock_guard lock(mutex_);
  if (running_) running_->done += by;
}

}  // namespace snapshots
