// Time as an input: the market's rules never ask the system themselves.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

// Milliseconds since 1970-01-01T00:00:00Z.
using Millis = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Millis now() const = 0;
};

class SystemClock : public Clock {
 public:
  Millis now() const override;
};

class ManualClock : public Clock {
 public:
  explicit ManualClock(Millis start) : now_(start) {}
  Millis now() const override { return now_; }
  void advance(Millis by) { now_ += by; }
  void set(Millis now) { now_ = now; }

 private:
  std::atomic<Millis> now_;
};

constexpr Millis second = 1000;
constexpr Millis minute = 60 * second;
constexpr Millis hour = 60 * minute;
constexpr Millis day = 24 * hour;

// RFC 3339 in UTC with milliseconds: "2026-03-02T09:30:00.000Z". Years 1970 to 9999.
std::string rfc3339(Millis time);

// As HTTP's headers have it (RFC 9110, 5.6.7), to the second: "Mon, 02 Mar 2026 09:30:00 GMT".
std::string http_date(Millis time);

// "2026-03-02T18:30:00+09:00", strictly RFC 3339 with any offset, to the millisecond (what is finer is cut
// off). Nothing for anything else: a day that does not exist, a leap second, a time before 1970.
std::optional<Millis> parse_rfc3339(std::string_view text);

}  // namespace core
