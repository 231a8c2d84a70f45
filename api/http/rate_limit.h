// Token buckets: how often a key (an address, an account) may do a thing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/clock.h"
#include "http/response.h"

namespace http {

class RateLimit {
 public:
  // `burst` at once, and `given` back each `period`. A burst of 0 means no limit.
  RateLimit(std::int64_t burst, std::int64_t given, core::Millis period = core::minute)
      : burst_(burst), given_(given), period_(period) {}

  // One that was taken. It is given back when this goes away, unless it was kept.
  class Taken {
   public:
    Taken(RateLimit* limit, std::string key) : limit_(limit), key_(std::move(key)) {}
    ~Taken() {
      if (limit_ != nullptr) limit_->give_back(key_);
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    void keep() { limit_ = nullptr; }

   private:
    RateLimit* limit_;  // null when there is nothing to give back
    const std::string key_;
  };

  // Takes one before the thing is done, so that many at once are no more than many one after another. Throws
  // core::Error 429 `too-many-requests`, with Retry-After and the RateLimit headers, when none is left.
  [[nodiscard]] Taken take(const std::string& key, core::Millis now);

  // Adds RateLimit-Policy and RateLimit (the IETF HTTPAPI draft's fields) for that key.
  void describe(Response& response, const std::string& key, core::Millis now);

 private:
  struct Bucket {
    double tokens;
    core::Millis at;
  };
  void give_back(const std::string& key);
  Bucket& refilled(const std::string& key, core::Millis now);
  std::string policy() const;
  std::string state(const Bucket& bucket) const;
  std::int64_t seconds_until_one(const Bucket& bucket) const;

  const std::int64_t burst_;
  const std::int64_t given_;
  const core::Millis period_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace http
