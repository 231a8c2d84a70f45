// Where a reader stands in an event stream.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace events {

struct Place {
  // The database's incarnation, which is another one after an old state was brought back: the same numbers
  // then name other events.
  std::string epoch;
  std::int64_t seq = 0;  // of the last event seen; 0: none

  friend auto operator<=>(const Place&, const Place&) = default;

  // "epoch.seq", as clients keep it.
  std::string cursor() const { return epoch + "." + std::to_string(seq); }
};

}  // namespace events
