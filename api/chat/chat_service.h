// The chat's rules: a room is for its two parties alone, and to everyone else it does not exist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "blocks/block_store.h"
#include "chat/message_store.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "deals/deal_store.h"
#include "events/event_service.h"
#include "events/hub.h"
#include "http/rate_limit.h"
#include "photos/photo_store.h"
#include "users/user_store.h"

namespace chat {

// What a room shows of its post.
struct PostCard {
  core::PostId id;
  std::string title;
  std::string status;
  std::int64_t price = 0;
  std::optional<photos::Photo> photo;
};

// A room with all that one of its parties is shown of it.
struct RoomView {
  Room room;
  core::UserId viewer;
  PostCard post;
  std::optional<deals::DealView> deal;  // the room's newest
  users::UserCard with;
  blocks::Standing standing;  // between the viewer and the other
  bool left = false;          // the other, from the market
  std::optional<Message> last_message;
};

struct RoomPage {
  std::vector<RoomView> items;
  std::optional<std::string> next_cursor;
  std::string event_cursor;  // where the event stream stood when this was read
};

// Which way through a room's history: back from `before`, or on from `after`; neither is the newest ones.
struct MessageRange {
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;
  int limit = core::default_page_limit;
};

struct MessagePage {
  std::vector<Message> items;        // oldest first
  std::optional<std::int64_t> next;  // where to go on in the same direction
};

// What somebody wants to send: a text, or a photo of theirs.
struct Draft {
  std::string client_id;
  std::string body;
  std::optional<std::string> photo;
  std::optional<ScamSigns> signs = {};  // of the body; nothing: send() looks for them
};

struct Sent {
  Message message;
  bool again = false;  // it had been sent before
};

struct ReadMark {
  std::int64_t seq = 0;
  std::int64_t unread = 0;
};

class ChatService {
 public:
  ChatService(db::Database& database, const core::Clock& clock, const RoomStore& rooms,
              const events::EventService& events, events::Hub& hub);

  // All of them throw 404 `not-found` for a room that is not the user's.
  RoomPage rooms(core::UserId user, const core::Page& page);
  RoomView room(core::UserId user, core::RoomId id);
  MessagePage messages(core::UserId user, core::RoomId id, const MessageRange& range);

  // With what can be found out of it before the transaction.
  Draft prepared(Draft draft) const;
  // The same client_id again gives the first message; with other content it throws 409 `client-id-reused`.
  // Throws 422 for a photo that is not the user's or is used already, and as require_open().
  Sent send(core::UserId user, core::RoomId id, const Draft& draft);
  // Never moves back. Throws 422 for a seq beyond the newest message.
  ReadMark read_up_to(core::UserId user, core::RoomId id, std::int64_t seq);
  void mute(core::UserId user, core::RoomId id, bool muted);
  // Tells the other side if it is waiting. Throws 429 when it is told too often, and as require_open().
  void typing(core::UserId user, core::RoomId id);

 private:
  Room own_room(db::Tx& tx, core::UserId user, core::RoomId id) const;
  // Throws 403 `blocked` when they are a blocked pair, the same for both, and 403 `user-left` when nobody is
  // there any more to read what `user` writes.
  void require_open(db::Tx& tx, const Room& room, core::UserId user) const;
  RoomView view(db::Tx& tx, const Room& room, core::UserId viewer) const;

  db::Database& database_;
  const core::Clock& clock_;
  const RoomStore& rooms_;
  const events::EventService& events_;
  events::Hub& hub_;
  MessageStore messages_;
  photos::PhotoStore photos_;
  users::UserStore users_;
  deals::DealStore deals_;
  blocks::BlockStore blocks_;
  http::RateLimit typing_limit_{typing_burst, typing_per_minute};
};

}  // namespace chat
