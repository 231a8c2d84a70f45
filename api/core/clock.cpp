#include "core/clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace core {

Millis SystemClock::now() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

namespace {
// Reads a text of fixed form from its beginning; once something does not fit, nothing does any more.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + digit();
    return value;
  }
  // One of `allowed`; 0 when it is none of them.
  char one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) {
      good_ = false;
      return 0;
    }
    return take();
  }
  // ".5", ".123456": in milliseconds.
  int fraction() {
    if (rest_.empty() || rest_.front() != '.') return 0;
    take();
    int value = digit() * 100;
    for (int weight = 10; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; weight /= 10) {
      value += digit() * weight;
    }
    return value;
  }
  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  int digit() {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') {
      good_ = false;
      return 0;
    }
    return take() - '0';
  }

  std::string_view rest_;
  bool good_ = true;
};
}  // namespace

std::optional<Millis> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  Reader read(text);
  const int y = read.digits(4);
  read.one_of("-");
  const int m = read.digits(2);
  read.one_of("-");
  const int d = read.digits(2);
  read.one_of("Tt");
  const int hours_read = read.digits(2);
  read.one_of(":");
  const int minutes_read = read.digits(2);
  read.one_of(":");
  const int seconds_read = read.digits(2);
  const int millis_read = read.fraction();
  const char zone = read.one_of("Zz+-");
  int offset = 0;  // minutes east of UTC
  if (zone == '+' || zone == '-') {
    const int offset_hours = read.digits(2);
    read.one_of(":");
    const int offset_minutes = read.digits(2);
    if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
    offset = (offset_hours * 60 + offset_minutes) * (zone == '-' ? -1 : 1);
  }
  if (!read.good() || !read.at_end()) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            std::chrono::day{static_cast<unsigned>(d)}};
  if (!date.ok() || hours_read > 23 || minutes_read > 59 || seconds_read > 59) return std::nullopt;
  const Millis at = duration_cast<milliseconds>(sys_days{date}.time_since_epoch()).count() +
                    (hours_read * 60 + minutes_read - offset) * core::minute + seconds_read * core::second +
                    millis_read;
  return at >= 0 ? std::optional(at) : std::nullopt;
}

std::string http_date(Millis time) {
  using namespace std::chrono;
  constexpr std::array<const char*, 7> days_of_week = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months_of_year = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<milliseconds> at{milliseconds{time}};
  const auto date = floor<days>(at);
  const year_month_day ymd{date};
  const hh_mm_ss clock{at - date};
  std::array<char, 40> out{};
  const int length =
      std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                    days_of_week.at(weekday{date}.c_encoding()), static_cast<unsigned>(ymd.day()),
                    months_of_year.at(static_cast<unsigned>(ymd.month()) - 1), static_cast<int>(ymd.year()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()));
  return {out.data(), static_cast<std::size_t>(length)};
}

// Digit by digit: a list has eighty times, and printf would take as long for them as SQLite for the rows.
std::string rfc3339(Millis time) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds{time}};
  const auto date = floor<days>(at);
  const year_month_day ymd{date};
  const hh_mm_ss clock{at - date};
  std::string out = "0000-00-00T00:00:00.000Z";
  const auto put = [&out](std::size_t last, std::int64_t value) {
    for (; value > 0; value /= 10) out[last--] = static_cast<char>('0' + value % 10);
  };
  put(3, std::min(static_cast<int>(ymd.year()), 9999));
  put(6, static_cast<unsigned>(ymd.month()));
  put(9, static_cast<unsigned>(ymd.day()));
  put(12, clock.hours().count());
  put(15, clock.minutes().count());
  put(18, clock.seconds().count());
  put(22, clock.subseconds().count());
  return out;
}

}  // namespace core
