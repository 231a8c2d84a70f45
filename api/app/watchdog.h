// Tells the service manager, as long as it is true, that the market works; otherwise the manager starts it
// anew. A thread of its own: the main thread has to hear signals meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/market.h"
#include "app/service_manager.h"

namespace app {

class Watchdog {
 public:
  // `patience` is the manager's: a part may be silent for half of it.
  Watchdog(const ServiceManager& manager, Market& market, std::chrono::milliseconds patience);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void run();

  const ServiceManager& manager_;
  Market& market_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace app
