// What a deal's room is told at each turn: for people (Korean, in the market's own wording) and for programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chat/room.h"
#include "deals/deal.h"

namespace deals {

enum class Event {
  deal_opened,
  offer,
  accepted,
  declined,
  withdrawn,
  reserved_elsewhere,  // another buyer's deal over the post was agreed: this one waits
  free_again,          // … and came to nothing: this one goes on
  confirmed,           // by one side
  completed,
  cancelled,
  expired,
  closed,
  meeting,
  meeting_cancelled,
  meeting_soon,  // a reminder
  reviewed,
  left,           // one side left the market
  barred,         // one side was suspended
  post_held,      // a moderator is to look at the post: this deal waits
  post_restored,  // … and it is on the market again
};

std::string_view name(Event event);

// `by`: who did it, nothing for the clock and the market. `reason` belongs to cancelled (the actor's words)
// and, as a code, to closed (sold, hidden, deleted, unavailable) and reviewed (hidden, published).
chat::SystemMessage words(Event event, const Deal& deal, std::optional<Side> by, std::string_view reason,
                          core::Millis now);

}  // namespace deals
