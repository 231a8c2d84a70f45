#include "app/sweeper.h"

#include <pthread.h>

#include <chrono>

#include "app/log.h"
#include "core/error.h"

namespace app {

Sweeper::Sweeper(core::Millis interval, const core::Clock& clock, std::vector<Task> tasks)
    : interval_(interval), clock_(clock), tasks_(std::move(tasks)), thread_([this] { run(); }) {
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
  clock_believed();  // from here on it is watched
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, std::chrono::milliseconds(interval_), [this] { return stopping_; })) {
    lock.unlock();
    const bool believed = clock_believed();
    for (const Task& task : tasks_) {
      if (task.by_clock && !believed) continue;
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

bool Sweeper::clock_believed() {
  const auto [believed, jumped] = clock_watch_.look(clock_.now(), time_since_boot());
  if (jumped) {
    log::warning("the clock has jumped",
                 {{"seconds", *jumped / core::second},
                  {"ended_by_it", believed ? "what is due" : "nothing for an hour, or until it is right"}});
  }
  return believed;
}

}  // namespace app
