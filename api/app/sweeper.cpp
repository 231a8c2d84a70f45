#include "app/sweeper.h"

#include <pthread.h>

#include <chrono>

#include "app/log.h"
#include "core/error.h"

namespace app {

Sweeper::Sweeper(core::Millis interval, std::vector<Task> tasks)
    : interval_(interval), tasks_(std::move(tasks)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "sweeper");
}

Sweeper::~Sweeper() {
  stop();
}

void Sweeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sweeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, std::chrono::milliseconds(interval_), [this] { return stopping_; })) {
    lock.unlock();
    for (const Task& task : tasks_) {
      try {
        task.run();
      } catch (const core::Error& error) {
        // While the market goes back nothing can be written; there is another sweep.
        if (error.code != "maintenance")
          log::error("sweep failed", {{"task", task.name}, {"error", error.code}});
      } catch (const std::exception& error) {
        log::error("sweep failed", {{"task", task.name}, {"error", error.what()}});
      }
    }
    lock.lock();
  }
}

}  // namespace app
