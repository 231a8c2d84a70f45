#include "core/worker_pool.h"

#include <pthread.h>
#include <sys/resource.h>

#include <utility>

namespace core {

namespace {
constexpr int low_nice = 10;
}

WorkerPool::WorkerPool(const std::string& name, std::size_t threads, std::size_t queue_limit,
                       Priority priority)
    : queue_limit_(queue_limit), priority_(priority) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { run(); });
    pthread_setname_np(threads_.back().native_handle(),
                       (name + "-" + std::to_string(i)).substr(0, 15).c_str());
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::try_post(const std::string& client, Task task, Task displaced) {
  std::optional<Entry> out;
  {
    const std::lock_guard lock(mutex_);
    const bool taken = !stopping_ && queue_.push(client, {std::move(task), std::move(displaced)}, out);
    if (!taken || out) ++refused_;
    if (!taken) return false;
  }
  if (out) {
    out->displaced();
  } else {
    filled_.notify_one();
  }
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

LaneState WorkerPool::state() const {
  const std::lock_guard lock(mutex_);
  return {.queued = queue_.size(),
          .limit = queue_limit_,
          .running = running_,
          .threads = threads_.size(),
          .refused = refused_};
}

void WorkerPool::run() {
  // On Linux the calling thread's alone. Where it is not allowed, everything works as well, only less evenly.
  if (priority_ == Priority::low) (void)setpriority(PRIO_PROCESS, 0, low_nice);
  for (bool ran = false;; ran = true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      if (ran) --running_;
      filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = queue_.pop().run;
      ++running_;
    }
    task();
  }
}

}  // namespace core
