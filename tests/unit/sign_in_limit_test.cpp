// How often passwords may be guessed at, in figures.
#include "users/sign_in_limit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"

namespace sign_in_limit_test {

namespace {

users::SignInLimit defaults() {
  return {5, core::second, 15 * core::minute};
}

// The wait that a try is told of; nothing when it could be made, and was wrong.
std::optional<core::Millis> guess(users::SignInLimit& limit, const std::string& name,
                                  const std::string& address, bool known, core::Millis now) {
  try {
    limit.attempt(name, address, known, now).wrong();
    return std::nullopt;
  } catch (const core::Error& error) {
    for (const auto& [header, value] : error.headers) {
      if (header == "Retry-After") return std::stoll(value) * core::second;
    }
    throw;
  }
}

std::string address(int number) {
  return "192.0.2." + std::to_string(number);
}

// Guesses that really were made on each of three days by somebody who never rests, from that many addresses,
// at one account, or at a new one each time.
struct Guesser {
  int addresses = 1;
  bool known = false;
  bool at_everyone = false;

  std::vector<int> three_days() const {
    users::SignInLimit limit = defaults();
    std::vector<int> made(3, 0);
    int names = 0;
    core::Millis now = 0;
    while (now < 3 * core::day) {
      core::Millis wait = core::day;
      for (int a = 0; a < addresses; ++a) {
        const auto told = guess(limit, "victim" + std::to_string(names), address(a), known, now);
        if (!told) ++made[static_cast<std::size_t>(now / core::day)];
        if (!told && at_everyone) ++names;
        wait = std::min(wait, told.value_or(0));
      }
      now += wait;
    }
    return made;
  }
};

// The owner's right password.
bool gets_in(users::SignInLimit& limit, const std::string& address, bool known, core::Millis now) {
  try {
    limit.attempt("victim", address, known, now).right();
    return true;
  } catch (const core::Error&) {
    return false;
  }
}

}  // namespace

TEST_CASE("guessing stays slow: what sign_in_limit.h says of a day is what a day lets through") {
  using Days = std::vector<int>;
  CHECK(Guesser{.addresses = 1}.three_days() == Days{110, 96, 96});
  CHECK(Guesser{.addresses = 5}.three_days() == Days{512, 480, 480});
  CHECK(Guesser{.addresses = 50}.three_days() == Days{512, 480, 480});
  CHECK(Guesser{.known = true}.three_days() == Days{110, 96, 96});
  CHECK(Guesser{.at_everyone = true}.three_days() == Days{1465, 1440, 1440});
}

TEST_CASE("guessing from elsewhere keeps nobody out where they have signed in before") {
  users::SignInLimit limit = defaults();
  for (int i = 0; i < 1000; ++i) guess(limit, "victim", address(i % 200), false, 0);
  CHECK(gets_in(limit, address(250), true, 0));
  // That they got in makes the guessing no easier.
  CHECK(guess(limit, "victim", address(1), false, 0).has_value());
  CHECK(guess(limit, "victim", address(251), false, 0).has_value());
  CHECK_FALSE(guess(limit, "sibling", address(252), false, 0).has_value());
}

TEST_CASE("guessing at others from one's own network keeps nobody out either") {
  users::SignInLimit limit = defaults();
  for (int i = 0; i < 1000; ++i) guess(limit, "other " + std::to_string(i), address(1), false, 0);
  CHECK(guess(limit, "another", address(1), false, 0).has_value());
  CHECK(gets_in(limit, address(1), true, 0));
}

TEST_CASE("one who guesses from a single address, however long, keeps the owner out nowhere but there") {
  users::SignInLimit limit = defaults();
  core::Millis now = 0;
  while (now < core::day) {
    now += guess(limit, "victim", address(1), false, now).value_or(0);
    // Without getting in: that would begin the account's count anew.
    CHECK_NOTHROW((void)limit.attempt("victim", address(2), false, now));
  }
}

TEST_CASE("a refusal tells the longest of the waits") {
  users::SignInLimit limit = defaults();
  // The network has guessed at many, this account at this place only five times.
  for (int i = 0; i < 5; ++i) CHECK_FALSE(guess(limit, "victim", address(1), false, 0));
  for (int i = 0; i < 15; ++i) CHECK_FALSE(guess(limit, "other " + std::to_string(i), address(1), false, 0));
  CHECK_FALSE(guess(limit, "one more", address(1), false, 1000));
  CHECK(guess(limit, "victim", address(1), false, 1000) == 2000);
  CHECK(guess(limit, "victim", address(1), false, 1500) == 2000);
}

TEST_CASE("a session counts by itself") {
  users::SignInLimit limit = defaults();
  const core::SessionId session{7};
  for (int i = 0; i < 5; ++i) limit.attempt(session, 0).wrong();
  CHECK_THROWS_AS(limit.attempt(session, 999), core::Error);
  CHECK_NOTHROW(limit.attempt(core::SessionId{8}, 0).wrong());
  limit.attempt(session, 1000).right();
  for (int i = 0; i < 5; ++i) CHECK_NOTHROW(limit.attempt(session, 1000).wrong());
}

}  // namespace sign_in_limit_test
