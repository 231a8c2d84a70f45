// What the writer has done, counted for whoever watches over it.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "core/histogram.h"

namespace db {

inline constexpr std::array<double, 9> batch_bounds{1, 2, 4, 8, 16, 32, 64, 128, 256};

class WriterStats {
 public:
  using Clock = std::chrono::steady_clock;

  // By the writer's thread alone.
  void began(Clock::time_point now, std::size_t writes) {
    running = writes;
    if (since_ == 0) since_ = now.time_since_epoch().count();
  }
  void committed(std::size_t writes, Clock::duration took) {
    batches.observe(static_cast<double>(writes));
    seconds.observe(std::chrono::duration<double>(took).count());
    since_ = 0;
  }
  void failed() { ++failures; }
  void ended() { running = 0; }

  // From any thread. For how long nothing has been committed although something had to be; zero when all is
  // well.
  Clock::duration stalled(Clock::time_point now) const {
    const auto since = since_.load();
    return since == 0 ? Clock::duration::zero() : now.time_since_epoch() - Clock::duration(since);
  }

  core::Histogram batches{batch_bounds};          // writes that shared a commit
  core::Histogram seconds{core::latency_bounds};  // of a commit, with the writes in it
  std::atomic<std::uint64_t> failures = 0;        // batches that were rolled back whole
  std::atomic<std::uint64_t> refused = 0;         // writes for which there was no room
  std::atomic<std::size_t> running = 0;           // writes in the batch that runs

 private:
  std::atomic<Clock::rep> since_ = 0;  // when the first batch began of those not committed
};

}  // namespace db
