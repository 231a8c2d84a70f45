// Rooms and messages in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/message_store.h"
#include "chat/room.h"
#include "core/page.h"
#include "db/database.h"
#include "events/event_store.h"

namespace chat {

class RoomStore {
 public:
  // `own_hosts`: the market's, to which a link may lead without a warning; lower case.
  explicit RoomStore(const events::EventStore& events, std::vector<std::string> own_hosts = {})
      : events_(events), own_hosts_(std::move(own_hosts)) {}

  std::optional<Room> find(db::Tx& tx, core::RoomId id) const;

  // The room of that post and buyer, made if there is none yet. To the buyer the post is shown now.
  Room open(db::Tx& tx, core::PostId post, core::UserId buyer, core::UserId seller, core::Millis now) const;

  // Newest activity first; up to page.limit + 1, so that the caller sees whether there are more.
  std::vector<Room> page(db::Tx& tx, core::UserId user, const core::Page& page) const;

  // What a text has of a scam.
  ScamSigns signs(std::string_view body) const { return scam_signs(body, own_hosts_); }

  // Appends a message as the room's next, with its signs of a scam; counts it as unread for both sides but
  // its sender, and writes a `message` event to both. The sender's name and the photo are left to the caller.
  Message add(db::Tx& tx, const Room& room, NewMessage message, core::Millis now) const;

  // The same for a system message; `by` is who caused it (0: nobody), or only knows of it: not `decided`.
  core::MessageId say(db::Tx& tx, const Room& room, const SystemMessage& message, core::UserId by,
                      bool decided, core::Millis now) const;

  // How far the reader has read, and what is left unread. Writes a `read` event to both.
  void mark_read(db::Tx& tx, const Room& room, core::UserId reader, std::int64_t seq, core::Millis now) const;
  void mute(db::Tx& tx, const Room& room, core::UserId user, bool muted) const;

 private:
  std::string warnings(db::Tx& tx, const Room& room, const NewMessage& message) const;

  const events::EventStore& events_;
  const std::vector<std::string> own_hosts_;
  MessageStore messages_;
};

// Of a room `r` and its post `p`: the post's title as that party (an SQL expression) is shown it.
std::string title_shown_to(std::string_view party);

}  // namespace chat
