#include "core/histogram.h"

#include <algorithm>
#include <numeric>

namespace core {

Histogram::Histogram(std::span<const double> bounds)
    : bounds_(bounds), counts_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds.size() + 1)) {}

void Histogram::observe(double value) {
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot out{bounds_, {}, sum_.load(std::memory_order_relaxed)};
  out.counts.reserve(bounds_.size() + 1);
  for (std::size_t i = 0; i <= bounds_.size(); ++i) {
    out.counts.push_back(counts_[i].load(std::memory_order_relaxed));
  }
  return out;
}

std::uint64_t Histogram::Snapshot::count() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void Histogram::Snapshot::add(const Snapshot& other) {
  if (counts.empty()) {
    *this = other;
    return;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
  sum += other.sum;
}

std::optional<double> quantile(const Histogram::Snapshot& before, const Histogram::Snapshot& now, double q) {
  std::vector<std::uint64_t> added = now.counts;
  for (std::size_t i = 0; i < before.counts.size(); ++i) added[i] -= before.counts[i];
  const auto total = std::accumulate(added.begin(), added.end(), std::uint64_t{0});
  if (total == 0) return std::nullopt;
  const double wanted = q * static_cast<double>(total);
  double passed = 0;
  for (std::size_t i = 0; i < now.bounds.size(); ++i) {
    const auto here = static_cast<double>(added[i]);
    if (here > 0 && passed + here >= wanted) {
      const double low = i > 0 ? now.bounds[i - 1] : 0;
      return low + (now.bounds[i] - low) * (wanted - passed) / here;
    }
    passed += here;
  }
  return now.bounds.back();
}

}  // namespace core
