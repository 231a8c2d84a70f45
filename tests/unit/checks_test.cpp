// What /health/ready is told, also while a check hangs.
#include "metrics/checks.h"

#include <doctest/doctest.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace checks_test {

using metrics::Checks, metrics::Severity;
using Reason = std::optional<std::string>;

TEST_CASE("the market is ready when nothing fatal is the matter") {
  Checks checks;
  Reason disk, raid = "degraded";
  checks.add("disk", Severity::fatal, [&] { return disk; });
  checks.add("raid", Severity::warning, [&] { return raid; });
  checks.run(Severity::fatal);
  checks.run(Severity::warning);
  CHECK(metrics::ready(checks.results()));
  CHECK(checks.results()[1].reason == "degraded");
  disk = "almost-full";
  CHECK(checks.results()[0].ok());  // it was not looked at again
  checks.run(Severity::fatal);
  CHECK(checks.results()[0].reason == "almost-full");
  CHECK_FALSE(metrics::ready(checks.results()));
  disk.reset();
  checks.run(Severity::fatal);
  CHECK(metrics::ready(checks.results()));
}

TEST_CASE("what is asked at once is as of now") {
  Checks checks;
  Reason queue;
  checks.add_at_once("queue", Severity::fatal, [&] { return queue; });
  CHECK(checks.results()[0].ok());
  queue = "stalled";
  CHECK(checks.results()[0].reason == "stalled");
}

TEST_CASE("a check that throws has failed, and the others are tried") {
  Checks checks;
  int tried = 0;
  checks.add("broken", Severity::fatal, []() -> Reason { throw std::runtime_error("a secret"); });
  checks.add("next", Severity::fatal, [&]() -> Reason {
    ++tried;
    return std::nullopt;
  });
  checks.run(Severity::fatal);
  CHECK(tried == 1);
  CHECK(checks.results()[0].reason == "unknown");
}

TEST_CASE("while a check hangs there is an answer, which says so in the end") {
  Checks checks;
  std::promise<void> hangs, release;
  checks.add("photos", Severity::fatal, [&]() -> Reason {
    hangs.set_value();
    release.get_future().wait();
    return std::nullopt;
  });
  std::thread thread([&] { checks.run(Severity::fatal); });
  hangs.get_future().wait();
  CHECK(checks.results()[0].ok());
  const auto later = Checks::Clock::now() + std::chrono::seconds(11);
  CHECK(checks.results(later)[0].reason == "not-answering");
  CHECK_FALSE(metrics::ready(checks.results(later)));
  release.set_value();
  thread.join();
  CHECK(checks.results(later)[0].ok());
}

}  // namespace checks_test
