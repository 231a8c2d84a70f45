#include "deals/meeting_ics.h"

#include "core/clock.h"
#include "core/text.h"

namespace deals {

namespace {

constexpr core::Millis length = 30 * core::minute;
constexpr std::size_t max_line = 75;  // octets, without the line's end

// "20260302T093000Z"
std::string ics_time(core::Millis time) {
  std::string out;
  for (const char c : core::rfc3339(time).substr(0, 19)) {
    if (c != '-' && c != ':') out += c;
  }
  return out + "Z";
}

// RFC 5545, 3.3.11.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

class Calendar {
 public:
  // Folded (3.1): a line of which there is more goes on in the next, behind a space; never inside a
  // character.
  void line(std::string_view text) {
    std::size_t room = max_line;
    while (true) {
      const std::string_view head = core::shortened(text, room);
      out_ += head;
      out_ += "\r\n";
      text.remove_prefix(head.size());
      if (text.empty()) return;
      out_ += ' ';
      room = max_line - 1;
    }
  }
  void text(std::string_view name, std::string_view value) { line(std::string(name) + ":" + escaped(value)); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// With whom, and what is to be paid.
std::string agreed(const std::string& other, std::int64_t amount, bool korean) {
  if (amount == 0)
    return korean ? other + " 님과 무료 나눔을 하기로 했습니다." : "With " + other + ", for free.";
  const std::string price = core::grouped(amount);
  return korean ? other + " 님과 " + price + "원에 거래하기로 했습니다."
                : "With " + other + ", for " + price + " won.";
}

}  // namespace

std::string meeting_ics(const DealView& view, const CalendarNames& names) {
  const Deal& deal = view.deal;
  const bool korean = names.language == http::Language::korean;
  const users::UserCard& other = view.viewer == Side::buyer ? view.seller : view.buyer;
  const std::string summary = (korean ? "책 직거래: " : "Book handover: ") + view.post_title;
  Calendar out;
  out.line("BEGIN:VCALENDAR");
  out.line("VERSION:2.0");
  out.line("PRODID:-//Giraffe A+ Book Market//Meeting//EN");
  out.line("BEGIN:VEVENT");
  out.line("UID:deal-" + std::to_string(deal.id.value) + "@" + std::string(names.market));
  out.line("DTSTAMP:" + ics_time(deal.updated_at));
  out.line("SEQUENCE:" + std::to_string(deal.version));
  out.line("DTSTART:" + ics_time(deal.meeting->at));
  out.line("DTEND:" + ics_time(deal.meeting->at + length));
  out.text("SUMMARY", summary);
  out.text("LOCATION", deal.meeting->place);
  out.text("DESCRIPTION", agreed(other.display_name, deal.price, korean));
  out.line("URL:" + std::string(names.address) + "/#/chat/" + std::to_string(deal.room.value));
  out.line("STATUS:CONFIRMED");
  out.line("CLASS:PRIVATE");
  out.line("BEGIN:VALARM");
  out.line("ACTION:DISPLAY");
  out.text("DESCRIPTION", summary);
  out.line("TRIGGER:-PT1H");
  out.line("END:VALARM");
  out.line("END:VEVENT");
  out.line("END:VCALENDAR");
  return out.take();
}

}  // namespace deals
