// The last hour in figures, for the page that shows it: a sample every so often, in a ring.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/histogram.h"

namespace metrics {

// What the sampler reads. Counters run from the start of the process on.
struct Reading {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;  // 5xx
  std::uint64_t commits = 0;
  std::uint64_t writes = 0;
  std::uint64_t refused = 0;  // by the lanes
  std::uint64_t cache_hits = 0;
  std::uint64_t cache_misses = 0;
  core::Histogram::Snapshot latency;  // seconds
  core::Histogram::Snapshot wake;     // seconds
  std::int64_t parked_polls = 0;
  std::int64_t connections = 0;
  std::array<std::int64_t, 4> queued{};  // db, write, hash, image
  std::optional<std::int64_t> memory_bytes;
  std::optional<std::int64_t> open_files;
  std::optional<std::int64_t> disk_free_bytes;
  std::optional<std::int64_t> database_bytes;
  std::optional<std::int64_t> wal_bytes;
};

// In the order of a sample's values; those named "queued.…" are shown together.
inline constexpr std::array<std::string_view, 21> series_names{
    "requests_per_second", "errors_per_second", "latency_p50_ms",     "latency_p99_ms",     "parked_polls",
    "wake_p50_ms",         "wake_p99_ms",       "commits_per_second", "writes_per_second",  "queued.db",
    "queued.write",        "queued.hash",       "queued.image",       "refused_per_second", "connections",
    "memory_bytes",        "open_files",        "disk_free_bytes",    "database_bytes",     "wal_bytes",
    "cache_hit_ratio"};

struct Sample {
  core::Millis at = 0;
  std::array<std::optional<double>, series_names.size()> values;
};

class Monitor {
 public:
  using Steady = std::chrono::steady_clock;

  explicit Monitor(std::size_t samples = 720) : most_(samples) {}

  // What has come since the last reading becomes a sample; the first one only begins.
  void take(const Reading& reading, Steady::time_point now);

  // Oldest first. Their times are told from `wall`, what the clock says at `now`: when it has been set
  // meanwhile, they still follow one another as they did.
  std::vector<Sample> samples(Steady::time_point now, core::Millis wall) const;

 private:
  struct Kept {
    Steady::time_point at;
    std::array<std::optional<double>, series_names.size()> values;
  };

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::deque<Kept> kept_;
  std::optional<Reading> last_;
  Steady::time_point last_at_;
};

}  // namespace metrics
