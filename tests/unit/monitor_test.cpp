// The hour that the monitor shows.
#include "metrics/monitor.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace monitor_test {

using metrics::Monitor, metrics::Reading, metrics::series_names;
using std::chrono::seconds;

namespace {

const Monitor::Steady::time_point start{seconds(1000)};
constexpr core::Millis noon = 1'770'000'000'000;

std::optional<double> value(const metrics::Sample& sample, std::string_view series) {
  const auto* at = std::find(series_names.begin(), series_names.end(), series);
  REQUIRE(at != series_names.end());
  return sample.values.at(static_cast<std::size_t>(at - series_names.begin()));
}

}  // namespace

TEST_CASE("what has come between two readings becomes rates") {
  Monitor monitor;
  core::Histogram latency{core::latency_bounds};
  Reading reading;
  reading.requests = 1000;
  reading.latency = latency.snapshot();
  monitor.take(reading, start);
  CHECK(monitor.samples(start, noon).empty());

  for (int i = 0; i < 100; ++i) latency.observe(i < 98 ? 0.002 : 0.9);
  reading.requests += 100;
  reading.errors += 5;
  reading.commits += 10;
  reading.writes += 40;
  reading.refused += 1;
  reading.cache_hits += 3;
  reading.cache_misses += 1;
  reading.parked_polls = 7;
  reading.queued = {1, 2, 3, 4};
  reading.latency = latency.snapshot();
  monitor.take(reading, start + seconds(5));

  const auto samples = monitor.samples(start + seconds(5), noon);
  REQUIRE(samples.size() == 1);
  CHECK(value(samples[0], "requests_per_second") == 20.0);
  CHECK(value(samples[0], "errors_per_second") == 1.0);
  CHECK(value(samples[0], "commits_per_second") == 2.0);
  CHECK(value(samples[0], "writes_per_second") == 8.0);
  CHECK(value(samples[0], "refused_per_second") == doctest::Approx(0.2));
  CHECK(value(samples[0], "cache_hit_ratio") == 0.75);
  CHECK(value(samples[0], "parked_polls") == 7.0);
  CHECK(value(samples[0], "queued.hash") == 3.0);
  const auto median = value(samples[0], "latency_p50_ms");
  REQUIRE(median);
  CHECK((*median > 1 && *median <= 2.5));
  const auto slowest = value(samples[0], "latency_p99_ms");
  REQUIRE(slowest);
  CHECK((*slowest > 500 && *slowest <= 1000));
}

TEST_CASE("what nobody could measure is not known") {
  Monitor monitor;
  monitor.take({}, start);
  monitor.take({}, start + seconds(5));
  const auto samples = monitor.samples(start + seconds(5), noon);
  REQUIRE(samples.size() == 1);
  CHECK(value(samples[0], "requests_per_second") == 0.0);
  for (const char* series :
       {"latency_p50_ms", "wake_p99_ms", "cache_hit_ratio", "memory_bytes", "disk_free_bytes"}) {
    CAPTURE(series);
    CHECK_FALSE(value(samples[0], series));
  }
}

TEST_CASE("the oldest samples make room") {
  Monitor monitor(720);
  Reading reading;
  for (int i = 0; i <= 1000; ++i) {
    reading.parked_polls = i;
    monitor.take(reading, start + seconds(5 * i));
  }
  const auto samples = monitor.samples(start + seconds(5 * 1000), noon);
  REQUIRE(samples.size() == 720);
  CHECK(value(samples.front(), "parked_polls") == 281.0);
  CHECK(value(samples.back(), "parked_polls") == 1000.0);
  CHECK(samples.back().at == noon);
  CHECK(samples.front().at == noon - 719 * 5 * core::second);
}

TEST_CASE("times follow one another also when the clock is set") {
  Monitor monitor;
  for (int i = 0; i <= 3; ++i) monitor.take({}, start + seconds(5 * i));
  for (const core::Millis wall : {noon, noon - 10 * core::day, noon + 365 * core::day}) {
    const auto samples = monitor.samples(start + seconds(20), wall);
    REQUIRE(samples.size() == 3);
    CHECK(samples[2].at == wall - 5 * core::second);
    CHECK(samples[1].at == samples[2].at - 5 * core::second);
    CHECK(samples[0].at == samples[1].at - 5 * core::second);
  }
}

TEST_CASE("two readings at one moment make no sample") {
  Monitor monitor;
  for (int i = 0; i < 3; ++i) monitor.take({}, start);
  CHECK(monitor.samples(start, noon).empty());
}

}  // namespace monitor_test
