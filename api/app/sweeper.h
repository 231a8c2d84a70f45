// Does what has become due, every so often: one thread for all tasks.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.h"

namespace app {

class Sweeper {
 public:
  struct Task {
    std::string name;  // for the log, when it fails
    std::function<void()> run;
  };

  Sweeper(core::Millis interval, std::vector<Task> tasks);
  ~Sweeper();  // stop()
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  void set_interval(core::Millis interval);

  // No task begins any more. Does not wait.
  void ask_to_stop();
  // Finishes the task that is running. Idempotent.
  void stop();

 private:
  void run();

  bool stopping();

  const std::vector<Task> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  core::Millis interval_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace app
