#include "http/rate_limit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "core/error.h"
#include "http/request.h"

namespace rate_limit_test {

namespace {

// Whether there was one to take, which is kept.
bool takes(http::RateLimit& limit, const std::string& key, core::Millis now) {
  try {
    limit.take(key, now).keep();
    return true;
  } catch (const core::Error& error) {
    CHECK(error.status == 429);
    return false;
  }
}

std::string told(http::RateLimit& limit, const std::string& key, core::Millis now) {
  http::Response response;
  limit.describe(response, key, now);
  return *response.header("RateLimit-Policy") + " " + *response.header("RateLimit");
}

}  // namespace

TEST_CASE("a key has its burst, and is given more with time, never beyond the burst") {
  http::RateLimit limit(2, 6);  // one every ten seconds
  const core::Millis start = 1'000'000;
  CHECK(takes(limit, "a", start));
  CHECK(takes(limit, "a", start));
  CHECK_FALSE(takes(limit, "a", start));
  CHECK(takes(limit, "b", start));
  CHECK_FALSE(takes(limit, "a", start + 9'999));
  CHECK(takes(limit, "a", start + 10'000));
  CHECK_FALSE(takes(limit, "a", start + 10'000));
  const core::Millis later = start + core::hour;
  CHECK(takes(limit, "a", later));
  CHECK(takes(limit, "a", later));
  CHECK_FALSE(takes(limit, "a", later));
  CHECK_FALSE(takes(limit, "a", later - core::minute));  // a clock that was set back
  CHECK_FALSE(takes(limit, "a", later));                 // gives nothing twice
}

TEST_CASE("what is taken and not kept is given back") {
  http::RateLimit limit(1, 1);
  for (int i = 0; i < 3; ++i) {
    const auto taken = limit.take("a", 0);
    CHECK_FALSE(takes(limit, "a", 0));
  }
  CHECK(takes(limit, "a", 0));
  CHECK_FALSE(takes(limit, "a", 0));
}

TEST_CASE("a refusal and an answer tell what is left and when there is more") {
  http::RateLimit limit(2, 6);
  CHECK(told(limit, "a", 0) == "\"default\";q=2;w=60 \"default\";r=2;t=0");
  CHECK(takes(limit, "a", 0));
  CHECK(takes(limit, "a", 0));
  CHECK(told(limit, "a", 4'000) == "\"default\";q=2;w=60 \"default\";r=0;t=6");
  try {
    limit.take("a", 4'000).keep();
    FAIL("nothing was left");
  } catch (const core::Error& error) {
    const http::NameValue retry{"Retry-After", "6"};
    CHECK(std::find(error.headers.begin(), error.headers.end(), retry) != error.headers.end());
  }
}

TEST_CASE("a burst of nothing is no limit") {
  http::RateLimit limit(0, 0);
  for (int i = 0; i < 100; ++i) CHECK(takes(limit, "a", 0));
  http::Response response;
  limit.describe(response, "a", 0);
  CHECK(response.headers.empty());
}

TEST_CASE("many threads take no more than there is, and more keys than fit do no harm") {
  http::RateLimit limit(100, 1);
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) taken += takes(limit, "shared", 0) ? 1 : 0;
      for (int i = 0; i < 200; ++i) takes(limit, std::to_string(t * 1000 + i), 0);
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(taken == 100);
  for (int i = 0; i < 60'000; ++i) REQUIRE(takes(limit, "key " + std::to_string(i), 0));
}

}  // namespace rate_limit_test
