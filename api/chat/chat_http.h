// The routes of rooms and messages. The long-poll is in events/event_http.
#pragma once

#include <vector>

#include "chat/chat_service.h"
#include "http/router.h"

namespace chat {

std::vector<http::Route> chat_routes(ChatService& chat);

}  // namespace chat
