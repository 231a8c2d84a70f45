// Events as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "events/event_store.h"

namespace events {

// One event with what it refers to, as that user may see it.
std::string event_json(db::Tx& tx, const Event& event, core::UserId viewer);

// Somebody is writing in that room: an event without a seq, which is in no stream.
std::string typing_json(core::RoomId room, core::Millis at);

// {"events": […], "cursor": …}
std::string events_json(const std::vector<std::string>& events, std::string_view cursor);

}  // namespace events
