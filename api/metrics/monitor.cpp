#include "metrics/monitor.h"

namespace metrics {

namespace {

std::optional<double> milliseconds(const std::optional<double>& seconds) {
  return seconds ? std::optional(*seconds * 1000) : std::nullopt;
}

std::optional<double> known(const std::optional<std::int64_t>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::optional<double> share(std::uint64_t part, std::uint64_t rest) {
  if (part + rest == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(part + rest);
}

}  // namespace

void Monitor::take(const Reading& reading, Steady::time_point now) {
  const std::lock_guard lock(mutex_);
  if (!last_ || now <= last_at_) {
    last_ = reading;
    last_at_ = now;
    return;
  }
  const double elapsed = std::chrono::duration<double>(now - last_at_).count();
  const auto rate = [elapsed](std::uint64_t before, std::uint64_t after) {
    return std::optional(static_cast<double>(after - before) / elapsed);
  };
  const auto value = [](std::int64_t number) { return std::optional(static_cast<double>(number)); };
  const auto& [db, write, hash, image] = reading.queued;
  kept_.push_back(
      {now,
       {rate(last_->requests, reading.requests),
        rate(last_->errors, reading.errors),
        milliseconds(core::quantile(last_->latency, reading.latency, 0.5)),
        milliseconds(core::quantile(last_->latency, reading.latency, 0.99)),
        value(reading.parked_polls),
        milliseconds(core::quantile(last_->wake, reading.wake, 0.5)),
        milliseconds(core::quantile(last_->wake, reading.wake, 0.99)),
        rate(last_->commits, reading.commits),
        rate(last_->writes, reading.writes),
        value(db),
        value(write),
        value(hash),
        value(image),
        rate(last_->refused, reading.refused),
        value(reading.connections),
        known(reading.memory_bytes),
        known(reading.open_files),
        known(reading.disk_free_bytes),
        known(reading.database_bytes),
        known(reading.wal_bytes),
        share(reading.cache_hits - last_->cache_hits, reading.cache_misses - last_->cache_misses)}});
  if (kept_.size() > most_) kept_.pop_front();
  last_ = reading;
  last_at_ = now;
}

std::vector<Sample> Monitor::samples(Steady::time_point now, core::Millis wall) const {
  const std::lock_guard lock(mutex_);
  std::vector<Sample> out;
  out.reserve(kept_.size());
  for (const Kept& one : kept_) {
    const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(now - one.at).count();
    out.push_back({wall - ago, one.values});
  }
  return out;
}

}  // namespace metrics
