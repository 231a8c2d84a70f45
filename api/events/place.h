// Where a reader stands in an event stream, and what is found from there on.
#pragma once

#include <compare>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "core/ids.h"

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

struct Reader {
  core::UserId user;
  Place after;

  friend auto operator<=>(const Reader&, const Reader&) = default;
};

// The answer's body, nothing when there is nothing, or why there is none.
struct Found {
  std::optional<std::string> body;
  std::exception_ptr failure;
};

}  // namespace events
