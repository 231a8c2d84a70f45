// How much of everything there is in the market. Counting reads an index for each of them, which takes a
// while in a large market: so it is done at most so often that it takes a hundredth of one thread's time, and
// what takes looking at rows a thousandth. Everybody reads what was counted last.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "db/database.h"
#include "metrics/census_store.h"

namespace metrics {

class Census {
 public:
  explicit Census(db::Database& database) : database_(database) {}

  // Counts when it is time for it. By one thread.
  void count();
  // Null before the first count. From any thread.
  std::shared_ptr<const Counts> counts() const;

 private:
  using Steady = std::chrono::steady_clock;

  db::Database& database_;
  CensusStore store_;
  // Of the counting thread alone.
  Counts working_;
  Steady::time_point next_, next_rest_;

  mutable std::mutex mutex_;
  std::shared_ptr<const Counts> counts_;
};

}  // namespace metrics
