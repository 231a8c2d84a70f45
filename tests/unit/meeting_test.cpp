// Where people may meet, and a meeting for their calendars.
#include <doctest/doctest.h>

#include <string>

#include "core/text.h"
#include "deals/meeting_ics.h"
#include "deals/meeting_spot.h"

namespace meeting_test {

using namespace deals;

namespace {

constexpr core::Millis noon = 1'800'014'400'000;  // 2027-01-15T12:00:00Z

std::string ics(const std::string& title, const std::string& place,
                http::Language language = http::Language::korean, std::int64_t price = 15000) {
  DealView view;
  view.deal.id = core::DealId{12};
  view.deal.room = core::RoomId{3};
  view.deal.version = 4;
  view.deal.price = price;
  view.deal.updated_at = noon - core::day;
  view.deal.meeting = Meeting{place, noon};
  view.post_title = title;
  view.seller.display_name = "김기린";
  return meeting_ics(view, {.market = "m1", .address = "https://market.example.ac.kr", .language = language});
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a place to meet is read with what is told of it") {
  const auto spot = read_meeting_spot(" 중앙도서관 정문 | 서울 | 24시간 경비실 앞 ");
  REQUIRE(spot);
  CHECK(spot->name == "중앙도서관 정문");
  CHECK(spot->campus == "서울");
  CHECK(spot->note == "24시간 경비실 앞");
  CHECK_FALSE(read_meeting_spot("정문")->campus);
  const auto without_campus = read_meeting_spot("정문||밝은 곳");
  CHECK_FALSE(without_campus->campus);
  CHECK(without_campus->note == "밝은 곳");
  for (const char* none : {"", " ", "|서울", "a|b|c|d", "\xc3", "a\nb"}) {
    CAPTURE(none);
    CHECK_FALSE(read_meeting_spot(none));
  }
}

TEST_CASE("a meeting is an event of half an hour, told an hour before") {
  const std::string text = ics("선형대수학", "정문 앞");
  CHECK(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  CHECK(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  for (const char* line :
       {"UID:deal-12@m1", "SEQUENCE:4", "DTSTAMP:20270114T120000Z", "DTSTART:20270115T120000Z",
        "DTEND:20270115T123000Z", "SUMMARY:책 직거래: 선형대수학", "LOCATION:정문 앞", "STATUS:CONFIRMED",
        "URL:https://market.example.ac.kr/#/chat/3", "TRIGGER:-PT1H"}) {
    CAPTURE(line);
    CHECK(has_line(text, line));
  }
  CHECK(has_line(ics("x", "y", http::Language::english), "SUMMARY:Book handover: x"));
}

TEST_CASE("a meeting tells with whom it is and for how much, or that the book is given away") {
  const auto korean = http::Language::korean;
  const auto english = http::Language::english;
  CHECK(has_line(ics("x", "y", korean), "DESCRIPTION:김기린 님과 15\\,000원에 거래하기로 했습니다."));
  CHECK(has_line(ics("x", "y", english), "DESCRIPTION:With 김기린\\, for 15\\,000 won."));
  CHECK(has_line(ics("x", "y", korean, 0), "DESCRIPTION:김기린 님과 무료 나눔을 하기로 했습니다."));
  CHECK(has_line(ics("x", "y", english, 0), "DESCRIPTION:With 김기린\\, for free."));
}

TEST_CASE("what would end a value is escaped") {
  const std::string text = ics("a;b,c\\d", "1층\n왼쪽");
  CHECK(has_line(text, "SUMMARY:책 직거래: a\\;b\\,c\\\\d"));
  CHECK(has_line(text, "LOCATION:1층\\n왼쪽"));
}

TEST_CASE("no line is longer than 75 octets, and none begins or ends within a character") {
  for (std::size_t length = 1; length <= 60; ++length) {
    std::string title;
    for (std::size_t i = 0; i < length; ++i) title += i % 7 == 0 ? "x" : i % 5 == 0 ? "🦒" : "책";
    const std::string text = ics(title, "정문");
    std::string unfolded;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find("\r\n", at);
      REQUIRE(end != std::string::npos);
      const std::string line = text.substr(at, end - at);
      CHECK(line.size() <= 75);
      CHECK_FALSE(line.empty());
      CHECK(core::valid_utf8(line));
      if (line.starts_with(" ")) {
        unfolded += line.substr(1);
      } else {
        unfolded += "\n" + line;
      }
      at = end + 2;
    }
    CHECK(unfolded.find("\nSUMMARY:책 직거래: " + title + "\n") != std::string::npos);
  }
}

}  // namespace meeting_test
