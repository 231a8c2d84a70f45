// How many requests there were, how they ended and how long they took, for each route of the table: its
// patterns are the only labels, so that whatever paths are asked for, there are no more than there are
// routes.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/histogram.h"
#include "http/router.h"

namespace metrics {

class RequestStats {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // `routes` has to outlive this: a route is known by its place there.
  explicit RequestStats(const std::vector<http::Route>& routes);

  // From any thread, once an answer is known. HEAD counts with GET, whose handler it runs.
  void answered(const http::Route& route, int status, Duration took);
  // What no route answers: a file of the frontend, or an address that there is not (route `unknown`).
  void answered_without_route(bool file, http::Method method, int status, Duration took);

  struct Row {
    std::string method;
    std::string route;
    std::map<int, std::uint64_t> by_status;
    core::Histogram::Snapshot seconds;
  };
  // Of those that were asked for.
  std::vector<Row> rows() const;
  // How often that route has answered with a status from `first` to `last`.
  std::uint64_t count(std::string_view method, std::string_view route, int first, int last) const;

  struct Totals {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;           // 5xx
    core::Histogram::Snapshot seconds;  // without those that were parked: they are meant to wait
  };
  Totals totals() const;

 private:
  static constexpr int lowest_status = 100;
  static constexpr std::size_t statuses = 500;

  struct Slot {
    std::string method;
    std::string route;
    bool parked = false;
    core::Histogram seconds{core::latency_bounds};
    std::array<std::atomic<std::uint64_t>, statuses> by_status{};
  };

  static void note(Slot& slot, int status, Duration took);

  const std::vector<http::Route>& routes_;
  std::deque<Slot>
      slots_;  // one for each route, then one for each method of files, then of unknown addresses
};

}  // namespace metrics
