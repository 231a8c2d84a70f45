// Messages in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chat/room.h"
#include "db/database.h"

namespace chat {

// Of a message `m`: its kind as it is told. One that has been kept long enough says nothing any more
// (message_expiry).
constexpr std::string_view message_kind =
    "CASE WHEN m.kind <> 'system' AND m.body = '' AND m.photo_id IS NULL THEN 'expired' ELSE m.kind END";

class MessageStore {
 public:
  // Writes the room's next message and counts it as unread for both sides but its sender. Of the room given
  // only the id and the parties are used, so that an older copy of it does no harm. The sender's name and the
  // photo are not looked up.
  Message append(db::Tx& tx, const Room& room, const NewMessage& message, core::Millis now) const;

  // Whether the sender's next message is among the first_messages in the room.
  bool among_first(db::Tx& tx, core::RoomId room, core::UserId sender) const;

  std::optional<Message> find(db::Tx& tx, core::MessageId id) const;
  // What that sender has sent into the room under that client_id.
  std::optional<Message> sent_before(db::Tx& tx, core::RoomId room, core::UserId sender,
                                     std::string_view client_id) const;
  // The room's newest message.
  std::optional<Message> newest(db::Tx& tx, core::RoomId room) const;

  // The `limit` last messages with seq < before, or the first with seq > after; oldest first.
  std::vector<Message> before(db::Tx& tx, core::RoomId room, std::int64_t before, int limit) const;
  std::vector<Message> after(db::Tx& tx, core::RoomId room, std::int64_t after, int limit) const;

  // Messages with after < seq <= up_to that count as unread for that reader.
  std::int64_t count_unread(db::Tx& tx, core::RoomId room, core::UserId reader, std::int64_t after,
                            std::int64_t up_to) const;
};

}  // namespace chat
