// Does what has become due, every so often: one thread for all tasks.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/clock_watch.h"
#include "core/clock.h"

namespace app {

class Sweeper {
 public:
  struct Task {
    std::string name;  // for the log, when it fails
    std::function<void()> run;
    bool by_clock = false;  // ends or removes what has become due: not done by a clock that is not believed
  };

  // The clock must outlive this.
  Sweeper(core::Millis interval, const core::Clock& clock, std::vector<Task> tasks);
  ~Sweeper();  // stop()
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  // Finishes the task that is running. Idempotent.
  void stop();

 private:
  void run();
  bool clock_believed();

  const core::Millis interval_;
  const core::Clock& clock_;
  const std::vector<Task> tasks_;
  ClockWatch clock_watch_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace app
