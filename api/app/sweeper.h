// Does what has become due, every so often: one thread for all tasks.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/background_thread.h"
#include "core/clock.h"

namespace app {

class Sweeper {
 public:
  struct Task {
    std::string name;  // for the log, when it fails
    std::function<void()> run;
  };

  Sweeper(core::Millis interval, std::vector<Task> tasks);

  void set_interval(core::Millis interval);

  // No task begins any more. Does not wait.
  void ask_to_stop() { thread_.ask_to_stop(); }
  // Finishes the task that is running. Idempotent.
  void stop() { thread_.stop(); }

 private:
  void run();

  const std::vector<Task> tasks_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  core::Millis interval_;
  core::BackgroundThread thread_;
};

}  // namespace app
