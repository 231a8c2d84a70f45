// Rooms and messages as JSON, in and out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chat/chat_service.h"

namespace chat {

// Throw core::Error 400 or 422 with every fault.
Draft read_draft(std::string_view body);
std::int64_t read_seq(std::string_view body);
bool read_muted(std::string_view body);

// `viewer` is who it is shown to: the client_id is its sender's own.
std::string message_json(const Message& message, core::UserId viewer);
std::string message_page_json(const MessagePage& page, core::UserId viewer);
std::string room_json(const RoomView& view);
std::string room_page_json(const RoomPage& page);
std::string muted_json(bool muted);
std::string read_mark_json(const ReadMark& mark);

}  // namespace chat
