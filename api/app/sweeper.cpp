#include "app/sweeper.h"

#include <chrono>

#include "app/log.h"
#include "core/error.h"

namespace app {

Sweeper::Sweeper(core::Millis interval, std::vector<Task> tasks)
    : tasks_(std::move(tasks)), interval_(interval) {
  thread_.start("sweeper", [this] { run(); });
}

void Sweeper::set_interval(core::Millis interval) {
  {
    const std::lock_guard lock(mutex_);
    interval_ = interval;
  }
  changed_.notify_all();
}

void Sweeper::run() {
  std::unique_lock lock(mutex_);
  while (!thread_.stopping()) {
    const core::Millis interval = interval_;
    // Another interval begins anew.
    if (changed_.wait_for(lock, thread_.token(), std::chrono::milliseconds(interval),
                          [&] { return interval_ != interval; }))
      continue;
    lock.unlock();
    for (const Task& task : tasks_) {
      if (thread_.stopping()) return;
      try {
        task.run();
      } catch (const core::Error& error) {
        // While the market goes back nothing can be written; there is another sweep.
        if (error.code != "maintenance")
          log::error("sweep failed", {{"task", task.name}, {"error", error.code}});
      } catch (const std::exception& error) {
        // The database may have stopped before it: what it left undone is done after the next start.
        if (thread_.stopping()) return;
        log::error("sweep failed", {{"task", task.name}, {"error", error.what()}});
      }
    }
    lock.lock();
  }
}

}  // namespace app
