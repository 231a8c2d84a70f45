#include "core/histogram.h"

#include <doctest/doctest.h>

#include <array>
#include <thread>
#include <vector>

namespace histogram_test {

namespace {
constexpr std::array<double, 3> bounds{1, 10, 100};
}

TEST_CASE("a measurement is counted where it fits, a bound with what is below it") {
  core::Histogram histogram{bounds};
  for (const double value : {0.5, 1.0, 1.5, 10.0, 99.0, 1000.0}) histogram.observe(value);
  const auto seen = histogram.snapshot();
  CHECK(seen.counts == std::vector<std::uint64_t>{2, 2, 1, 1});
  CHECK(seen.count() == 6);
  CHECK(seen.sum == doctest::Approx(1112));
}

TEST_CASE("a quantile is of what came since") {
  core::Histogram histogram{bounds};
  for (int i = 0; i < 1000; ++i) histogram.observe(0.1);
  const auto before = histogram.snapshot();
  CHECK_FALSE(core::quantile(before, before, 0.5));
  for (int i = 0; i < 10; ++i) histogram.observe(i < 5 ? 5 : 50);
  const auto now = histogram.snapshot();
  CHECK(core::quantile(before, now, 0.5) == doctest::Approx(10));
  CHECK(core::quantile(before, now, 1) == doctest::Approx(100));
  CHECK(core::quantile({}, now, 0.5) == doctest::Approx(0.505));
  for (int i = 0; i < 1000; ++i) histogram.observe(5000);
  CHECK(core::quantile(now, histogram.snapshot(), 0.5) == doctest::Approx(100));
}

TEST_CASE("nothing is lost when many count at once") {
  core::Histogram histogram{bounds};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) histogram.observe(2);
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(histogram.snapshot().counts == std::vector<std::uint64_t>{0, 40'000, 0, 0});
  CHECK(histogram.snapshot().sum == doctest::Approx(80'000));
}

TEST_CASE("snapshots of the same bounds add up") {
  core::Histogram one{bounds}, other{bounds};
  one.observe(5);
  other.observe(5);
  other.observe(500);
  core::Histogram::Snapshot sum;
  sum.add(one.snapshot());
  sum.add(other.snapshot());
  CHECK(sum.counts == std::vector<std::uint64_t>{0, 2, 0, 1});
  CHECK(sum.sum == doctest::Approx(510));
}

}  // namespace histogram_test
