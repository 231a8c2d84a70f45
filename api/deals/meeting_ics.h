// A deal's meeting for a calendar (iCalendar, RFC 5545).
#pragma once

#include <string>
#include <string_view>

#include "deals/deal.h"
#include "http/language.h"

namespace deals {

struct CalendarNames {
  std::string_view market;   // its own name: makes the UID one of a kind
  std::string_view address;  // where the market is reached, without a slash at the end
  http::Language language = http::Language::korean;
};

// One event of half an hour, with an alarm an hour before. A later state of the same meeting has the same UID
// and a higher SEQUENCE, so that a calendar moves it rather than adding a second. The deal must have a
// meeting.
std::string meeting_ics(const DealView& view, const CalendarNames& names);

}  // namespace deals
