#include "http/growing_delay.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"

namespace growing_delay_test {

namespace {

constexpr http::GrowingDelay::Rule rule{3, 1000, 8000, 10'000};

// Whether a guess could be made, which was wrong.
bool guesses(http::GrowingDelay& limit, const std::string& key, core::Millis now) {
  try {
    limit.take(key, now).keep();
    return true;
  } catch (const core::Error& error) {
    CHECK(error.status == 429);
    CHECK(error.code == "too-many-requests");
    return false;
  }
}

std::string told(const http::GrowingDelay& limit, const std::string& key, core::Millis now) {
  http::Response response;
  limit.describe(response, key, now);
  return *response.header("RateLimit-Policy") + " " + *response.header("RateLimit");
}

std::string header(const core::Error& error, const std::string& name) {
  const auto found = std::find_if(error.headers.begin(), error.headers.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found != error.headers.end() ? found->second : "";
}

}  // namespace

TEST_CASE("after the free guesses each one has to wait twice as long, up to the longest wait") {
  http::GrowingDelay limit({3, 1000, 8000, core::day});
  core::Millis now = 1'000'000;
  for (int i = 0; i < 3; ++i) CHECK(guesses(limit, "a", now));
  for (const core::Millis wait : {1000, 2000, 4000, 8000, 8000, 8000}) {
    CAPTURE(wait);
    CHECK(limit.wait("a", now) == wait);
    CHECK_FALSE(guesses(limit, "a", now + wait - 1));
    now += wait;
    CHECK(guesses(limit, "a", now));
  }
  CHECK(guesses(limit, "b", now));
}

TEST_CASE("a free guess is refused nobody, also not whose thread read the clock a moment before another's") {
  http::GrowingDelay limit(rule);
  CHECK(guesses(limit, "a", 1000));
  CHECK(guesses(limit, "a", 999));
  CHECK(guesses(limit, "a", 998));
  CHECK_FALSE(guesses(limit, "a", 1500));
}

TEST_CASE("what is refused makes nobody wait longer") {
  http::GrowingDelay limit(rule);
  for (int i = 0; i < 3; ++i) CHECK(guesses(limit, "a", 0));
  for (int i = 0; i < 100; ++i) CHECK_FALSE(guesses(limit, "a", 999));
  CHECK(guesses(limit, "a", 1000));
}

TEST_CASE("guesses are forgotten one by one, and a key of which all is forgotten is dropped") {
  http::GrowingDelay limit(rule);
  for (int i = 0; i < 3; ++i) CHECK(guesses(limit, "a", 0));
  CHECK(guesses(limit, "a", 5000));
  CHECK(limit.wait("a", 5000) == 2000);
  // The fourth, at 20 s: two are forgotten, so that this is the third again.
  CHECK(guesses(limit, "a", 20'000));
  CHECK(limit.wait("a", 20'000) == 1000);
  limit.sweep(49'999);
  CHECK(limit.size() == 1);
  limit.sweep(50'000);
  CHECK(limit.size() == 0);
  CHECK(guesses(limit, "a", 50'000));
  CHECK(limit.wait("a", 50'000) == 0);
}

TEST_CASE("a guess that was neither right nor wrong leaves the wait as it was; one that was right ends it") {
  http::GrowingDelay limit(rule);
  { const auto taken = limit.take("a", 0); }
  CHECK(limit.size() == 0);
  for (int i = 0; i < 4; ++i) CHECK(guesses(limit, "a", i < 3 ? 0 : 1000));
  CHECK(limit.wait("a", 3000) == 0);
  {
    const auto taken = limit.take("a", 3000);
    CHECK_FALSE(guesses(limit, "a", 3000));
  }
  CHECK(limit.wait("a", 3000) == 0);
  CHECK(told(limit, "a", 3000) == "\"default\";q=3;w=30 \"default\";r=0;t=0");
  limit.take("a", 3000).right();
  CHECK(told(limit, "a", 3000) == "\"default\";q=3;w=30 \"default\";r=3;t=0");
}

TEST_CASE("a refusal and an answer tell what is left, and to the second when the next may come") {
  http::GrowingDelay limit(rule);
  CHECK(told(limit, "a", 0) == "\"default\";q=3;w=30 \"default\";r=3;t=0");
  CHECK(guesses(limit, "a", 0));
  CHECK(told(limit, "a", 0) == "\"default\";q=3;w=30 \"default\";r=2;t=0");
  for (int i = 0; i < 2; ++i) CHECK(guesses(limit, "a", 0));
  CHECK(guesses(limit, "a", 1000));
  for (const auto& wait : {std::pair{core::Millis{1001}, "2"}, {2000, "1"}, {2999, "1"}}) {
    const core::Millis now = wait.first;
    const std::string seconds = wait.second;
    CAPTURE(now);
    CHECK(told(limit, "a", now) == "\"default\";q=3;w=30 \"default\";r=0;t=" + seconds);
    try {
      limit.take("a", now).keep();
      FAIL("it has to wait");
    } catch (const core::Error& error) {
      CHECK(header(error, "Retry-After") == seconds);
      CHECK(header(error, "RateLimit") == "\"default\";r=0;t=" + seconds);
      CHECK(header(error, "RateLimit-Policy") == "\"default\";q=3;w=30");
    }
  }
}

TEST_CASE("many at once are no more than many one after another") {
  http::GrowingDelay limit({100, 1000, 8000, 10'000});
  std::atomic<int> made = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) made += guesses(limit, "shared", 0) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(made == 100);
}

TEST_CASE("a flood of keys washes itself away, not the one that is being guessed at") {
  http::GrowingDelay limit(rule);
  for (int i = 0; i < 3; ++i) CHECK(guesses(limit, "victim", 0));
  for (int i = 0; i < 120'000; ++i) REQUIRE(guesses(limit, "flood " + std::to_string(i), 0));
  CHECK(limit.size() <= http::GrowingDelay::max_keys);
  CHECK(limit.wait("victim", 0) == 1000);
  // Also where the flood is as stubborn.
  for (int i = 0; i < 60'000; ++i) {
    for (int j = 0; j < 3; ++j) REQUIRE(guesses(limit, "stubborn " + std::to_string(i), 0));
  }
  CHECK(limit.size() <= http::GrowingDelay::max_keys);
}

TEST_CASE("a clock that is set back keeps nobody out longer than the longest wait") {
  http::GrowingDelay limit(rule);
  for (int i = 0; i < 3; ++i) CHECK(guesses(limit, "a", core::day));
  CHECK(limit.wait("a", 0) == 8000);
  CHECK_FALSE(guesses(limit, "a", 0));
  CHECK(guesses(limit, "a", 8000));
}

TEST_CASE("no free guesses means no limit") {
  http::GrowingDelay limit({0, 1000, 8000, 10'000});
  for (int i = 0; i < 100; ++i) CHECK(guesses(limit, "a", 0));
  http::Response response;
  limit.describe(response, "a", 0);
  CHECK(response.headers.empty());
  CHECK(limit.size() == 0);
}

}  // namespace growing_delay_test
