#include "metrics/request_stats.h"

#include <algorithm>
#include <utility>

namespace metrics {

namespace {
constexpr std::array methods{http::Method::get,   http::Method::head, http::Method::post,   http::Method::put,
                             http::Method::patch, http::Method::del,  http::Method::options};
}

RequestStats::RequestStats(const std::vector<http::Route>& routes) : routes_(routes) {
  const auto add = [this](http::Method method, std::string_view route, bool parked) {
    Slot& slot = slots_.emplace_back();
    slot.method = http::name(method);
    slot.route = route;
    slot.parked = parked;
  };
  for (const http::Route& route : routes) add(route.method, route.pattern, route.lane == http::Lane::poll);
  for (const std::string_view route : {"file", "unknown"}) {
    for (const http::Method method : methods) add(method, route, false);
  }
}

void RequestStats::note(Slot& slot, int status, Duration took) {
  const auto place =
      static_cast<std::size_t>(std::clamp(status - lowest_status, 0, static_cast<int>(statuses) - 1));
  slot.by_status.at(place).fetch_add(1, std::memory_order_relaxed);
  slot.seconds.observe(std::chrono::duration<double>(took).count());
}

void RequestStats::answered(const http::Route& route, int status, Duration took) {
  note(slots_[static_cast<std::size_t>(&route - routes_.data())], status, took);
}

void RequestStats::answered_without_route(bool file, http::Method method, int status, Duration took) {
  const auto place = std::find(methods.begin(), methods.end(), method) - methods.begin();
  const std::size_t first = routes_.size() + (file ? 0 : methods.size());
  note(slots_[first + static_cast<std::size_t>(place)], status, took);
}

std::vector<RequestStats::Row> RequestStats::rows() const {
  std::vector<Row> out;
  for (const Slot& slot : slots_) {
    Row row{slot.method, slot.route, {}, {}};
    for (std::size_t i = 0; i < statuses; ++i) {
      const auto count = slot.by_status.at(i).load(std::memory_order_relaxed);
      if (count > 0) row.by_status.emplace(lowest_status + static_cast<int>(i), count);
    }
    if (row.by_status.empty()) continue;
    row.seconds = slot.seconds.snapshot();
    out.push_back(std::move(row));
  }
  return out;
}

std::uint64_t RequestStats::count(std::string_view method, std::string_view route, int first,
                                  int last) const {
  std::uint64_t out = 0;
  for (const Slot& slot : slots_) {
    if (slot.method != method || slot.route != route) continue;
    for (int status = first; status <= last; ++status) {
      out += slot.by_status.at(static_cast<std::size_t>(status - lowest_status));
    }
  }
  return out;
}

RequestStats::Totals RequestStats::totals() const {
  Totals out;
  for (const Slot& slot : slots_) {
    const auto seconds = slot.seconds.snapshot();
    out.requests += seconds.count();
    for (std::size_t i = 500 - lowest_status; i < statuses; ++i) {
      out.errors += slot.by_status.at(i).load(std::memory_order_relaxed);
    }
    if (!slot.parked) out.seconds.add(seconds);
  }
  return out;
}

}  // namespace metrics
