#include "deals/meeting_spot.h"

#include <utility>
#include <vector>

#include "core/text.h"

namespace deals {

namespace {

// Without white space at its ends; nothing when it is too long or no plain text.
std::optional<std::string> part(std::string_view text, std::size_t max_characters) {
  auto normal = core::nfc(text);
  if (!normal || core::has_control(*normal, false)) return std::nullopt;
  std::string out = core::trimmed(*normal);
  if (core::characters(out) > max_characters) return std::nullopt;
  return out;
}

}  // namespace

std::optional<MeetingSpot> read_meeting_spot(std::string_view entry) {
  constexpr std::size_t limits[] = {max_place_characters, max_campus_characters, max_note_characters};
  std::vector<std::string> parts;
  for (const std::size_t limit : limits) {
    const auto bar = entry.find('|');
    auto text = part(entry.substr(0, bar), limit);
    if (!text) return std::nullopt;
    parts.push_back(std::move(*text));
    if (bar == std::string_view::npos) break;
    entry.remove_prefix(bar + 1);
    if (parts.size() == std::size(limits)) return std::nullopt;  // there is no fourth
  }
  if (parts[0].empty()) return std::nullopt;
  const auto if_any = [&parts](std::size_t i) {
    return parts.size() > i && !parts[i].empty() ? std::optional(parts[i]) : std::nullopt;
  };
  return MeetingSpot{parts[0], if_any(1), if_any(2)};
}

}  // namespace deals
