#include "core/clock.h"

#include <doctest/doctest.h>

namespace clock_test {

TEST_CASE("a time is read with any offset, to the millisecond") {
  CHECK(core::parse_rfc3339("1970-01-01T00:00:00Z") == 0);
  CHECK(core::parse_rfc3339("1970-01-01T09:00:00+09:00") == 0);
  CHECK(core::parse_rfc3339("1969-12-31T19:00:00-05:00") == 0);
  CHECK(core::parse_rfc3339("1970-01-01T00:00:00-00:00") == 0);
  CHECK(core::parse_rfc3339("1970-01-02t00:00:01.5z") == core::day + 1500);
  CHECK(core::parse_rfc3339("1970-01-01T00:00:00.0019999999999Z") == 1);
  CHECK(core::parse_rfc3339("2024-02-29T12:34:56.789Z") == 1709210096789);
}

TEST_CASE("what is written is read back as itself") {
  for (const core::Millis at : {core::Millis{0}, core::Millis{951782400123}, core::Millis{1709210096789}}) {
    CHECK(core::parse_rfc3339(core::rfc3339(at)) == at);
  }
}

TEST_CASE("a time that is not exactly RFC 3339 is none") {
  for (const char* text : {"",
                           "2026",
                           "2026-03-02",
                           "2026-03-02T18:30:00",
                           "2026-03-02 18:30:00Z",
                           "2026-03-02T18:30Z",
                           "2026-3-2T18:30:00Z",
                           "2026-03-02T18:30:00+0900",
                           "2026-03-02T18:30:00+09",
                           "2026-03-02T18:30:00+24:00",
                           "2026-03-02T18:30:00+09:60",
                           "2026-03-02T18:30:00.Z",
                           "2026-03-02T18:30:00,5Z",
                           "2026-03-02T18:30:00Z ",
                           " 2026-03-02T18:30:00Z",
                           "2026-03-02T18:30:00ZZ",
                           "2026-13-02T18:30:00Z",
                           "2026-00-02T18:30:00Z",
                           "2026-02-29T18:30:00Z",
                           "2026-04-31T18:30:00Z",
                           "2026-03-00T18:30:00Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T18:60:00Z",
                           "2026-03-02T18:30:60Z",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+00:01",
                           "-026-03-02T18:30:00Z",
                           "2026-03-02T18:30:00\uFF0B09:00",
                           "+2026-03-02T18:30:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(core::parse_rfc3339(text));
  }
}

TEST_CASE("HTTP's headers have their own form of a time") {
  CHECK(core::http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(core::http_date(784111777999) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(core::http_date(1709210096789) == "Thu, 29 Feb 2024 12:34:56 GMT");
}

}  // namespace clock_test
