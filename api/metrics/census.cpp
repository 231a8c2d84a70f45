#include "metrics/census.h"

namespace metrics {

namespace {
constexpr int rest_for_work = 100;
constexpr int long_rest_for_work = 1000;
}  // namespace

void Census::count() {
  const auto start = Steady::now();
  if (start < next_) return;
  store_.count(database_, working_);
  const auto between = Steady::now();
  next_ = between + (between - start) * rest_for_work;
  if (start >= next_rest_) {
    store_.count_the_rest(database_, working_);
    const auto end = Steady::now();
    next_rest_ = end + (end - between) * long_rest_for_work;
  }
  auto counts = std::make_shared<const Counts>(working_);
  const std::lock_guard lock(mutex_);
  counts_ = std::move(counts);
}

std::shared_ptr<const Counts> Census::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace metrics
