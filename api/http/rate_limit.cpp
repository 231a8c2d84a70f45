#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace http {

namespace {
// Buckets kept; beyond, those that are full again (and so say nothing) are dropped.
constexpr std::size_t max_buckets = 50'000;
constexpr core::Millis most_late = 5 * core::minute;
}  // namespace

RateLimit::Bucket& RateLimit::refilled(const std::string& key, core::Millis now) {
  const auto refill = [&](Bucket& bucket) {
    const auto elapsed = static_cast<double>(std::max<core::Millis>(0, now - bucket.at));
    const double given = elapsed * static_cast<double>(given_) / static_cast<double>(period_);
    bucket.tokens = std::min(static_cast<double>(burst_), bucket.tokens + given);
    // A clock that was set back a little does not give the same time twice; but who met one that was far
    // ahead must not wait for that time to come.
    if (now > bucket.at || now < bucket.at - most_late) bucket.at = now;
  };
  if (buckets_.size() >= max_buckets && !buckets_.contains(key)) {
    std::erase_if(buckets_, [&](std::pair<const std::string, Bucket> entry) {
      refill(entry.second);
      return entry.second.tokens >= static_cast<double>(burst_);
    });
    // All of them in use: an attack from many addresses. Forgetting is the lesser evil than growing without
    // end.
    if (buckets_.size() >= max_buckets) buckets_.clear();
  }
  auto& bucket = buckets_.try_emplace(key, Bucket{static_cast<double>(burst_), now}).first->second;
  refill(bucket);
  return bucket;
}

RateLimit::Taken RateLimit::take(const std::string& key, core::Millis now) {
  if (burst_ == 0) return {nullptr, {}};
  const std::lock_guard lock(mutex_);
  Bucket& bucket = refilled(key, now);
  if (bucket.tokens < 1) {
    throw core::Error(429, "too-many-requests", "Too many attempts. Please wait a moment.")
        .with_header("Retry-After", std::to_string(seconds_until_one(bucket)))
        .with_header("RateLimit-Policy", policy())
        .with_header("RateLimit", state(bucket));
  }
  bucket.tokens -= 1;
  return {this, key};
}

void RateLimit::give_back(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found == buckets_.end()) return;  // forgotten meanwhile: full
  found->second.tokens = std::min(static_cast<double>(burst_), found->second.tokens + 1);
}

void RateLimit::describe(Response& response, const std::string& key, core::Millis now) {
  if (burst_ == 0) return;
  const std::lock_guard lock(mutex_);
  response.with("RateLimit-Policy", policy()).with("RateLimit", state(refilled(key, now)));
}

std::string RateLimit::policy() const {
  return "\"default\";q=" + std::to_string(burst_) + ";w=" + std::to_string(period_ / core::second);
}

std::string RateLimit::state(const Bucket& bucket) const {
  return "\"default\";r=" + std::to_string(static_cast<std::int64_t>(bucket.tokens)) +
         ";t=" + std::to_string(seconds_until_one(bucket));
}

std::int64_t RateLimit::seconds_until_one(const Bucket& bucket) const {
  if (bucket.tokens >= 1) return 0;
  const double missing = 1 - bucket.tokens;
  const double seconds_a_period = static_cast<double>(period_) / static_cast<double>(core::second);
  const double tokens_a_period = static_cast<double>(std::max<std::int64_t>(1, given_));
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::ceil(missing * seconds_a_period / tokens_a_period)));
}

}  // namespace http
