// Rooms and messages in SQL.
#pragma once

#include <optional>

#include "chat/message_store.h"
#include "chat/room.h"
#include "db/database.h"
#include "events/event_store.h"

namespace chat {

class RoomStore {
 public:
  explicit RoomStore(const events::EventStore& events) : events_(events) {}

  std::optional<Room> find(db::Tx& tx, core::RoomId id) const;

  // The room of that post and buyer, made if there is none yet.
  Room open(db::Tx& tx, core::PostId post, core::UserId buyer, core::UserId seller, core::Millis now) const;

  // Appends a system message as the room's next, counts it as unread for both sides but `by` (who caused it; 0: nobody,
  // so for both), and writes a `message` event to both.
  core::MessageId say(db::Tx& tx, const Room& room, const SystemMessage& message, core::UserId by,
                      core::Millis now) const;

 private:
  const events::EventStore& events_;
  MessageStore messages_;
};

}  // namespace chat
