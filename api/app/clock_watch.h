// Tells whether the clock on the wall can be believed when something is to be ended for good.
//
// A clock that is suddenly far ahead (a bad battery, a time server gone wrong) would make every session, deal
// and unused photo overdue at once, and no setting it right would bring them back. So what is thrown away by
// the clock waits for an hour after such a jump: until then, either it was put right, or it is right. A clock
// that is set back throws nothing away.
#pragma once

#include <optional>

#include "core/clock.h"

namespace app {

class ClockWatch {
 public:
  static constexpr core::Millis jump = 10 * core::minute;  // no clock that is kept in time steps so far
  static constexpr core::Millis hold = core::hour;

  struct Look {
    bool believed;                        // nothing is held back
    std::optional<core::Millis> jumped;   // ahead, or back when it is negative: since the look before
  };
  // To be called every so often. `wall` is the clock's time; `passed` grows with the time that has really
  // passed, while the machine slept too.
  Look look(core::Millis wall, core::Millis passed);

 private:
  bool begun_ = false;
  core::Millis difference_ = 0;  // wall - passed, at the last look
  core::Millis ahead_ = 0;       // how much of it is a jump that is not believed yet
  core::Millis held_until_ = 0;  // by `passed`
};

// Milliseconds since the machine was started, while it slept too.
core::Millis time_since_boot();

}  // namespace app
