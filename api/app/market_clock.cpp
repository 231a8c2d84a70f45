#include "app/market_clock.h"

#include <cstdlib>
#include <ctime>
#include <utility>

namespace app {

namespace {

core::Millis time_since_boot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return core::Millis{time.tv_sec} * core::second + time.tv_nsec / 1'000'000;
}

}  // namespace

MarketClock::MarketClock(Time wall, Time passed, Leapt leapt)
    : wall_(std::move(wall)),
      passed_(std::move(passed)),
      leapt_(std::move(leapt)),
      settled_(wall_() - passed_()) {}

MarketClock::MarketClock(Leapt leapt)
    : MarketClock([] { return core::SystemClock().now(); }, time_since_boot, std::move(leapt)) {}

core::Millis MarketClock::now() const {
  const core::Millis passed = passed_();
  const core::Millis difference = wall_() - passed;
  if (!away_ && std::abs(difference - settled_) <= leap) {
    settled_ = difference;  // it is put right by a little all the time
    return passed + difference;
  }
  return after_leap(difference, passed);
}

core::Millis MarketClock::after_leap(core::Millis difference, core::Millis passed) const {
  const std::lock_guard lock(mutex_);
  const core::Millis from = away_ ? leapt_to_ : settled_.load();
  const bool ahead = difference > settled_ + leap;
  if (std::abs(difference - from) > leap) {
    leapt_to_ = difference;
    leapt_at_ = passed;
    away_ = true;
    leapt_(difference - from, !ahead);
  }
  if (std::abs(difference - settled_) <= leap || passed - leapt_at_ >= patience) {
    settled_ = difference;
    away_ = false;
    return passed + difference;
  }
  return passed + (ahead ? settled_.load() : difference);
}

}  // namespace app
