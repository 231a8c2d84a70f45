// How long a key (an account, an address) has to wait after wrong guesses: not at all after the first few,
// then twice as long each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/clock.h"
#include "http/response.h"

namespace http {

class GrowingDelay {
 public:
  struct Rule {
    std::int64_t free;       // guesses that may follow one another at once; 0: no limit at all
    core::Millis first;      // the wait after the last of them
    core::Millis most;       // where it stops doubling
    core::Millis forgotten;  // for each such time one guess is forgotten
  };
  explicit GrowingDelay(Rule rule) : rule_(rule) {}

  // One guess that was taken: wrong, unless it is given back by going away without keep(), or right().
  class Taken {
   public:
    Taken(GrowingDelay* limit, std::string key, core::Millis ready, core::Millis ready_before)
        : limit_(limit), key_(std::move(key)), ready_(ready), ready_before_(ready_before) {}
    ~Taken() {
      if (limit_ != nullptr) limit_->give_back(*this);
    }
    Taken(Taken&& other) noexcept
        : limit_(std::exchange(other.limit_, nullptr)),
          key_(std::move(other.key_)),
          ready_(other.ready_),
          ready_before_(other.ready_before_) {}
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    // It was wrong.
    void keep() { limit_ = nullptr; }
    // It was right: whoever made it knows the secret, and all that came before is forgotten.
    void right() {
      if (limit_ != nullptr) limit_->forget(key_);
      limit_ = nullptr;
    }

   private:
    friend class GrowingDelay;
    GrowingDelay* limit_;  // null when there is nothing to give back
    std::string key_;
    core::Millis ready_;
    core::Millis ready_before_;
  };

  // Takes one before it is tried, so that many at once are no more than many one after another. Throws
  // core::Error 429 `too-many-requests`, with Retry-After and the RateLimit headers, while the key has to
  // wait.
  [[nodiscard]] Taken take(const std::string& key, core::Millis now);

  // How long the key has to wait from now on; 0: not at all.
  core::Millis wait(const std::string& key, core::Millis now) const;

  // Adds RateLimit-Policy and RateLimit (the IETF HTTPAPI draft's fields) for that key: r are the guesses
  // left that may follow one another at once, t the seconds until the next may be made.
  void describe(Response& response, const std::string& key, core::Millis now) const;

  // Drops the keys of which all has been forgotten.
  void sweep(core::Millis now);

  // Keys that are kept. At most `max_keys`: beyond, those with the fewest guesses are forgotten first, so
  // that a flood of names or addresses washes itself away and not the one that is being guessed at.
  std::size_t size() const;
  static constexpr std::size_t max_keys = 50'000;

 private:
  struct Guesses {
    std::int64_t count = 0;
    core::Millis since = 0;  // from when on the next one is being forgotten
    core::Millis ready = 0;  // when the next may be made
  };
  void give_back(const Taken& taken);
  void forget(const std::string& key);
  void settle(Guesses& guesses, core::Millis now) const;
  Guesses guesses_of(const std::string& key, core::Millis now) const;
  void make_room(core::Millis now);
  core::Millis wait_after(std::int64_t guesses) const;
  std::string policy() const;
  std::string state(const Guesses& guesses, core::Millis now) const;

  const Rule rule_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Guesses> keys_;
};

}  // namespace http
