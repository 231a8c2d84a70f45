#include "app/watchdog.h"

#include <pthread.h>

#include <string>

#include "app/log.h"

namespace app {

Watchdog::Watchdog(const ServiceManager& manager, Market& market, std::chrono::milliseconds patience)
    : manager_(manager), market_(market), patience_(patience), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "watchdog");
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void Watchdog::run() {
  std::string silent;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, patience_ / 4, [this] { return ending_.load(); })) {
    lock.unlock();
    const std::string now = market_.silent_parts(patience_ / 2, [this] { return ending_.load(); });
    if (ending_) return;
    if (now.empty()) {
      manager_.tell("WATCHDOG=1\nSTATUS=" + market_.status());
      if (!silent.empty()) log::info("all parts give signs of life again");
    } else if (now != silent) {
      log::error("no sign of life", {{"parts", now}});
      manager_.tell("STATUS=No sign of life from: " + now);
    }
    silent = now;
    lock.lock();
  }
}

}  // namespace app
