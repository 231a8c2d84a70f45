// A lane: a few threads and a bounded queue. What does not fit is refused at once, so that a storm on one
// lane never slows another. Clients take turns in it, and who has most waiting gives way (core::FairQueue),
// so that no client's storm keeps out the others.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/fair_queue.h"
#include "core/lane_state.h"

namespace core {

class WorkerPool {
 public:
  using Task = std::function<void()>;  // must not throw

  // `low`: for tasks that compute for long. Its threads take what the others leave of the processors, and
  // about a tenth when these are all busy.
  enum class Priority { normal, low };

  // `name` is shown by ps and top: at most 12 characters.
  WorkerPool(const std::string& name, std::size_t threads, std::size_t queue_limit,
             Priority priority = Priority::normal);
  ~WorkerPool();  // stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // The server's own, which goes before what clients wait for. False when the queue is full or the pool is
  // stopping: the task was not taken.
  [[nodiscard]] bool try_post(Task task) { return try_post({}, std::move(task), {}); }
  // For a client, by any name that is not empty. False as above; or `displaced` is called later, in the
  // task's place and on another client's thread, when that one has to be given its room.
  [[nodiscard]] bool try_post(const std::string& client, Task task, Task displaced);

  // Runs it in a thread of the pool and waits for it; what it answers or throws. For what computes for long
  // in a pool of low priority: the caller keeps its own, as it goes on to take locks that every request
  // needs, and must not be kept waiting with one in its hands. Throws core::busy() when the task was not
  // taken.
  template <typename Run>
  auto result_of(Run task) {
    const auto packaged = std::make_shared<std::packaged_task<decltype(task())()>>(std::move(task));
    auto result = packaged->get_future();
    if (!try_post([packaged] { (*packaged)(); })) throw busy();
    return result.get();
  }

  // Runs what was taken, then ends the threads. Idempotent.
  void stop();

  std::size_t queued() const;
  LaneState state() const;

 private:
  struct Entry {
    Task run;
    Task displaced;
  };

  void run();

  const std::size_t queue_limit_;
  const Priority priority_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  FairQueue<Entry> queue_{queue_limit_};
  bool stopping_ = false;
  std::size_t running_ = 0;
  std::uint64_t refused_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace core
