#include "app/clock_watch.h"

#include <algorithm>
#include <ctime>

namespace app {

ClockWatch::Look ClockWatch::look(core::Millis wall, core::Millis passed) {
  const core::Millis difference = wall - passed;
  const core::Millis moved = begun_ ? difference - difference_ : 0;
  begun_ = true;
  difference_ = difference;
  std::optional<core::Millis> jumped;
  if (moved > jump || moved < -jump) {
    jumped = moved;
    ahead_ = std::max<core::Millis>(0, ahead_ + moved);
    if (moved > 0) held_until_ = passed + hold;
  }
  // Put right, or at least nearly: or so long ago that it is the time before which was wrong.
  if (ahead_ <= jump || passed >= held_until_) ahead_ = 0;
  return {ahead_ == 0, jumped};
}

core::Millis time_since_boot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return core::Millis{time.tv_sec} * core::second + time.tv_nsec / 1'000'000;
}

}  // namespace app
