// A thread beside the others' work: it waits for most of its time, and ends when it is asked to.
#pragma once

#include <pthread.h>

#include <stop_token>
#include <thread>
#include <utility>

namespace core {

// The last member of whatever it works for, so that it has ended before anything that it uses is gone. It
// waits by a std::condition_variable_any with its token(), which wakes it when it has to end.
class BackgroundThread {
 public:
  BackgroundThread() = default;
  ~BackgroundThread() { stop(); }
  BackgroundThread(const BackgroundThread&) = delete;
  BackgroundThread& operator=(const BackgroundThread&) = delete;

  // Once. `name` is shown by ps and top: at most 15 characters.
  template <class Run>
  void start(const char* name, Run run) {
    thread_ = std::thread(std::move(run));
    pthread_setname_np(thread_.native_handle(), name);
  }
  // From any thread; does not wait.
  void ask_to_stop() { stop_.request_stop(); }
  // Waits for its end. Idempotent.
  void stop() {
    ask_to_stop();
    if (thread_.joinable()) thread_.join();
  }

  bool stopping() const { return stop_.stop_requested(); }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::thread thread_;
};

}  // namespace core
