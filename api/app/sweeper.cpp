#include "app/sweeper.h"

#include <pthread.h>

#include <chrono>

#include "app/log.h"
#include "core/error.h"

namespace app {

Sweeper::Sweeper(core::Millis interval, std::vector<Task> tasks)
    : tasks_(std::move(tasks)), interval_(interval), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "sweeper");
}

Sweeper::~Sweeper() {
  stop();
}

void Sweeper::set_interval(core::Millis interval) {
  {
    const std::lock_guard lock(mutex_);
    interval_ = interval;
  }
  changed_.notify_all();
}

void Sweeper::ask_to_stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Sweeper::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
}

bool Sweeper::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Sweeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const core::Millis interval = interval_;
    // Another interval begins anew.
    if (changed_.wait_for(lock, std::chrono::milliseconds(interval),
                          [&] { return stopping_ || interval_ != interval; }))
      continue;
    lock.unlock();
    for (const Task& task : tasks_) {
      if (stopping()) return;
      try {
        task.run();
      } catch (const core::Error& error) {
        // While the market goes back nothing can be written; there is another sweep.
        if (error.code != "maintenance")
          log::error("sweep failed", {{"task", task.name}, {"error", error.code}});
      } catch (const std::exception& error) {
        // The database may have stopped before it: what it left undone is done after the next start.
        if (stopping()) return;
        log::error("sweep failed", {{"task", task.name}, {"error", error.what()}});
      }
    }
    lock.lock();
  }
}

}  // namespace app
