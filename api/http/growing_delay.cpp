#include "http/growing_delay.h"

#include <algorithm>

#include "core/error.h"

namespace http {

namespace {
// Room that is made at once, so that a full table is not looked through for every new key.
constexpr std::size_t kept_of_full = GrowingDelay::max_keys * 3 / 4;

std::int64_t whole_seconds(core::Millis wait) {
  return (std::max<core::Millis>(0, wait) + core::second - 1) / core::second;
}
}  // namespace

GrowingDelay::Taken GrowingDelay::take(const std::string& key, core::Millis now) {
  if (rule_.free == 0) return {nullptr, {}, 0, 0};
  const std::lock_guard lock(mutex_);
  if (keys_.size() >= max_keys && !keys_.contains(key)) make_room(now);
  Guesses& guesses = keys_.try_emplace(key, Guesses{0, now, 0}).first->second;
  settle(guesses, now);
  if (guesses.ready > now) {
    throw core::Error(429, "too-many-requests", "Too many attempts. Please wait a moment.")
        .with_header("Retry-After", std::to_string(whole_seconds(guesses.ready - now)))
        .with_header("RateLimit-Policy", policy())
        .with_header("RateLimit", state(guesses, now));
  }
  const core::Millis before = guesses.ready;
  if (guesses.count++ == 0) guesses.since = now;
  // Without a wait `ready` stays in the past: at `now` it would refuse whoever read the clock a moment
  // before.
  if (const core::Millis wait = wait_after(guesses.count); wait > 0) guesses.ready = now + wait;
  return {this, key, guesses.ready, before};
}

void GrowingDelay::give_back(const Taken& taken) {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(taken.key_);
  if (found == keys_.end()) return;  // forgotten meanwhile
  Guesses& guesses = found->second;
  // The wait of another, who came after this one, stands.
  if (guesses.ready == taken.ready_) guesses.ready = taken.ready_before_;
  guesses.count = std::max<std::int64_t>(0, guesses.count - 1);
  if (guesses.count == 0) keys_.erase(found);
}

void GrowingDelay::forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  keys_.erase(key);
}

core::Millis GrowingDelay::wait(const std::string& key, core::Millis now) const {
  return std::max<core::Millis>(0, guesses_of(key, now).ready - now);
}

void GrowingDelay::describe(Response& response, const std::string& key, core::Millis now) const {
  if (rule_.free == 0) return;
  response.with("RateLimit-Policy", policy()).with("RateLimit", state(guesses_of(key, now), now));
}

void GrowingDelay::sweep(core::Millis now) {
  const std::lock_guard lock(mutex_);
  for (auto& [key, guesses] : keys_) settle(guesses, now);
  std::erase_if(keys_,
                [now](const auto& entry) { return entry.second.count == 0 && entry.second.ready <= now; });
}

std::size_t GrowingDelay::size() const {
  const std::lock_guard lock(mutex_);
  return keys_.size();
}

GrowingDelay::Guesses GrowingDelay::guesses_of(const std::string& key, core::Millis now) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(key);
  Guesses guesses = found != keys_.end() ? found->second : Guesses{};
  settle(guesses, now);
  return guesses;
}

void GrowingDelay::settle(Guesses& guesses, core::Millis now) const {
  // A clock that was set back makes nobody wait longer than the longest wait, and is counted from anew.
  guesses.ready = std::min(guesses.ready, now + rule_.most);
  guesses.since = std::min(guesses.since, now);
  if (now <= guesses.since) return;
  const core::Millis times = (now - guesses.since) / std::max<core::Millis>(1, rule_.forgotten);
  guesses.count = std::max<std::int64_t>(0, guesses.count - times);
  guesses.since += times * rule_.forgotten;
}

void GrowingDelay::make_room(core::Millis now) {
  for (auto& [key, guesses] : keys_) settle(guesses, now);
  for (std::int64_t few = 0; keys_.size() > kept_of_full; ++few) {
    std::erase_if(keys_, [few](const auto& entry) { return entry.second.count <= few; });
  }
}

core::Millis GrowingDelay::wait_after(std::int64_t guesses) const {
  if (guesses < rule_.free) return 0;
  core::Millis wait = rule_.first;
  for (auto more = guesses - rule_.free; more > 0 && wait < rule_.most; --more) wait *= 2;
  return std::min(wait, rule_.most);
}

std::string GrowingDelay::policy() const {
  return "\"default\";q=" + std::to_string(rule_.free) +
         ";w=" + std::to_string(std::max<std::int64_t>(1, whole_seconds(rule_.forgotten * rule_.free)));
}

std::string GrowingDelay::state(const Guesses& guesses, core::Millis now) const {
  return "\"default\";r=" + std::to_string(std::max<std::int64_t>(0, rule_.free - guesses.count)) +
         ";t=" + std::to_string(whole_seconds(guesses.ready - now));
}

}  // namespace http
