// Counts measurements by size, from any thread and without a lock: a few nanoseconds each.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace core {

class Histogram {
 public:
  // What a reader sees: never torn, but what is counted meanwhile may be in one member and not yet in
  // another.
  struct Snapshot {
    std::span<const double> bounds;
    std::vector<std::uint64_t> counts;  // by bucket, not cumulative; the last is beyond all bounds
    double sum = 0;

    std::uint64_t count() const;
    // Adds another one's with the same bounds.
    void add(const Snapshot& other);
  };

  // Upper bounds of the buckets, ascending; they have to outlive this.
  explicit Histogram(std::span<const double> bounds);

  void observe(double value);
  Snapshot snapshot() const;

 private:
  const std::span<const double> bounds_;
  const std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<double> sum_ = 0;
};

// The value that a share `q` (0 to 1) of what came between two snapshots did not exceed, as far as the
// buckets tell: interpolated within one, and at most the last bound. Nothing when nothing came.
std::optional<double> quantile(const Histogram::Snapshot& before, const Histogram::Snapshot& now, double q);

// Seconds, from a tenth of a millisecond to a long poll's minute.
inline constexpr std::array<double, 18> latency_bounds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

}  // namespace core
