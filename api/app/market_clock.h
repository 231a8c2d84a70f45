// The clock that the market lives by: the one on the wall, but for sudden leaps ahead.
//
// A clock that is suddenly far ahead (a bad battery, a time server gone wrong) would sign everybody out and
// end every deal, answer and unused photo for good, and setting it right would bring none of them back. So a
// leap of more than ten minutes is not followed until it has lasted for an hour: by then it was put right, or
// it is right. A clock that is set back ends nothing and is followed at once, and so is one that comes back
// from there.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "core/clock.h"

namespace app {

class MarketClock : public core::Clock {
 public:
  static constexpr core::Millis leap = 10 * core::minute;  // no clock that is kept in time steps so far
  static constexpr core::Millis patience = core::hour;

  using Time = std::function<core::Millis()>;
  // `by` milliseconds, ahead or (negative) back, and whether the market follows.
  using Leapt = std::function<void(core::Millis by, bool followed)>;

  // `wall` may be set; `passed` grows with the time that has really passed, while the machine slept too.
  // `leapt` is told of each leap once it is seen, by whatever thread asks for the time: it must not block.
  MarketClock(Time wall, Time passed, Leapt leapt);
  // Of this machine.
  explicit MarketClock(Leapt leapt);

  core::Millis now() const override;

 private:
  core::Millis after_leap(core::Millis difference, core::Millis passed) const;

  const Time wall_;
  const Time passed_;
  const Leapt leapt_;

  // wall - passed: as it has long been, and where it has leapt to since.
  mutable std::atomic<core::Millis> settled_;
  mutable std::mutex mutex_;
  mutable core::Millis leapt_to_ = 0;
  mutable core::Millis leapt_at_ = 0;  // by `passed`
  mutable std::atomic<bool> away_ = false;
};

}  // namespace app
