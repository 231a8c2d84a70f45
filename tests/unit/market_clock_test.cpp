#include "app/market_clock.h"

#include <doctest/doctest.h>

#include <vector>

namespace market_clock_test {

namespace {

constexpr core::Millis noon = 20'000 * core::day;
constexpr core::Millis year = 365 * core::day;
constexpr core::Millis little = 5 * core::second;

// Time passes; the clock on the wall goes with it, and is set.
struct Machine {
  core::Millis passed = 5 * core::minute;
  core::Millis ahead = 0;
  std::vector<std::pair<core::Millis, bool>> told;
  app::MarketClock clock{[this] { return noon + passed + ahead; }, [this] { return passed; },
                         [this](core::Millis by, bool followed) { told.emplace_back(by, followed); }};

  // How far the market's clock is ahead of the true time, some time after the wall's was set.
  core::Millis set(core::Millis by, core::Millis after = little) {
    ahead += by;
    (void)clock.now();  // somebody always asks
    passed += after;
    return clock.now() - noon - passed;
  }
};

using Told = std::vector<std::pair<core::Millis, bool>>;

}  // namespace

TEST_CASE("small steps of the clock are followed, and days in which nobody asked are no leap") {
  Machine machine;
  CHECK(machine.set(0) == 0);
  CHECK(machine.set(app::MarketClock::leap) == app::MarketClock::leap);
  CHECK(machine.set(-app::MarketClock::leap) == 0);
  CHECK(machine.set(0, 9 * core::day) == 0);
  CHECK(machine.told.empty());
}

TEST_CASE("a leap ahead that is put right within an hour has never happened") {
  Machine machine;
  CHECK(machine.set(year) == 0);
  CHECK(machine.set(0, app::MarketClock::patience - core::minute) == 0);
  CHECK(machine.set(-year) == 0);
  CHECK(machine.set(0, 2 * app::MarketClock::patience) == 0);
  CHECK(machine.told == Told{{year, false}, {-year, true}});
}

TEST_CASE("a leap ahead is followed once it has lasted for an hour, counted from the last one") {
  Machine machine;
  CHECK(machine.set(year, app::MarketClock::patience - 1) == 0);
  CHECK(machine.set(core::day, app::MarketClock::patience - 1) == 0);
  CHECK(machine.set(0, 1) == year + core::day);
  CHECK(machine.set(little) == year + core::day + little);
  CHECK(machine.set(-year) == core::day + little);  // and back is back
  CHECK(machine.told == Told{{year, false}, {core::day, false}, {-year, true}});
}

TEST_CASE("a clock that is set back is followed at once, and again when it comes back from there") {
  Machine machine;
  CHECK(machine.set(-year) == -year);
  CHECK(machine.set(year) == 0);
  CHECK(machine.set(-year, app::MarketClock::patience) == -year);
  // So long that it is the time: from here a year is a leap ahead.
  CHECK(machine.set(year) == -year);
  CHECK(machine.set(0, app::MarketClock::patience) == 0);
}

}  // namespace market_clock_test
