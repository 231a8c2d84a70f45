// Where the operator suggests that people meet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "deals/deal.h"

namespace deals {

constexpr std::size_t max_campus_characters = 50;
constexpr std::size_t max_note_characters = 200;

struct MeetingSpot {
  std::string name;  // what becomes the meeting's place: 1 to max_place_characters
  std::optional<std::string> campus;
  std::optional<std::string> note;  // "24시간 경비실 앞"
};

// An entry of the setting meeting_spots: "중앙도서관 정문", "중앙도서관 정문 | 서울" or "… | 서울 | 밝고
// 붐비는 곳"; a campus that is empty is none. Nothing for what is no such entry.
std::optional<MeetingSpot> read_meeting_spot(std::string_view entry);

}  // namespace deals
