#include "app/clock_watch.h"

#include <doctest/doctest.h>

namespace {

constexpr core::Millis noon = 20'000 * core::day;

// The machine's time passes; the clock on the wall goes with it, and is set.
struct Clocks {
  app::ClockWatch watch;
  core::Millis passed = 5 * core::minute;
  core::Millis ahead = 0;

  app::ClockWatch::Look look() { return watch.look(noon + passed + ahead, passed); }
  app::ClockWatch::Look after(core::Millis time, core::Millis set_by = 0) {
    passed += time;
    ahead += set_by;
    return look();
  }
};

}  // namespace

TEST_CASE("a clock that goes is believed, also when it is put right by a little or nobody looked for days") {
  Clocks clocks;
  CHECK(clocks.look().believed);
  CHECK(clocks.after(5 * core::second).believed);
  CHECK(clocks.after(5 * core::second, app::ClockWatch::jump).believed);
  CHECK(clocks.after(5 * core::second, -app::ClockWatch::jump).believed);
  CHECK_FALSE(clocks.after(9 * core::day).jumped);
  CHECK(clocks.look().believed);
}

TEST_CASE("a clock that has jumped ahead is not believed until it was put right") {
  Clocks clocks;
  clocks.look();
  const auto look = clocks.after(5 * core::second, 30 * core::day);
  CHECK_FALSE(look.believed);
  CHECK(look.jumped == 30 * core::day);
  CHECK_FALSE(clocks.after(5 * core::second).jumped);  // it is told once
  CHECK_FALSE(clocks.after(app::ClockWatch::hold - core::minute).believed);
  CHECK_FALSE(clocks.after(5 * core::second, -29 * core::day).believed);
  const auto right = clocks.after(5 * core::second, -core::day);
  CHECK(right.believed);
  CHECK(right.jumped == -core::day);
}

TEST_CASE("a clock that stays ahead for an hour after its last jump is right") {
  Clocks clocks;
  clocks.look();
  CHECK_FALSE(clocks.after(5 * core::second, core::day).believed);
  CHECK_FALSE(clocks.after(app::ClockWatch::hold - core::second).believed);
  CHECK_FALSE(clocks.after(0, core::day).believed);  // another one
  CHECK_FALSE(clocks.after(app::ClockWatch::hold - core::second).believed);
  CHECK(clocks.after(core::second).believed);
  CHECK(clocks.after(5 * core::second, -2 * core::day).believed);
}

TEST_CASE("a clock that is set back throws nothing away, and is believed; so it is when it comes again") {
  Clocks clocks;
  clocks.look();
  const auto back = clocks.after(5 * core::second, -30 * core::day);
  CHECK(back.believed);
  CHECK(back.jumped == -30 * core::day);
  CHECK_FALSE(clocks.after(5 * core::second, 30 * core::day).believed);
  CHECK(clocks.after(app::ClockWatch::hold).believed);
}
