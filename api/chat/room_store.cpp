#include "chat/room_store.h"

#include <string>

namespace chat {

namespace {

const std::string select_room =
    "SELECT id, post_id, buyer_id, seller_id, last_seq, last_message_at, buyer_read_seq, seller_read_seq, "
    "buyer_unread, seller_unread, buyer_muted, seller_muted FROM rooms ";

Room read_room(const db::Rows& rows) {
  return {.id = rows.id<core::RoomId>(0),
          .post = rows.id<core::PostId>(1),
          .buyer = rows.id<core::UserId>(2),
          .seller = rows.id<core::UserId>(3),
          .last_seq = rows.integer(4),
          .last_message_at = rows.integer(5),
          .buyer_read_seq = rows.integer(6),
          .seller_read_seq = rows.integer(7),
          .buyer_unread = rows.integer(8),
          .seller_unread = rows.integer(9),
          .buyer_muted = rows.boolean(10),
          .seller_muted = rows.boolean(11)};
}

std::optional<Room> first(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_room(rows);
}

}  // namespace

std::optional<Room> RoomStore::find(db::Tx& tx, core::RoomId id) const {
  return first(tx.query(select_room + "WHERE id = $1", id));
}

Room RoomStore::open(db::Tx& tx, core::PostId post, core::UserId buyer, core::UserId seller, core::Millis now) const {
  tx.run(
      "INSERT INTO rooms (post_id, buyer_id, seller_id, last_message_at, created_at) VALUES ($1, $2, $3, $4, $4) "
      "ON CONFLICT (post_id, buyer_id) DO NOTHING",
      post, buyer, seller, now);
  return *first(tx.query(select_room + "WHERE post_id = $1 AND buyer_id = $2", post, buyer));
}

core::MessageId RoomStore::say(db::Tx& tx, const Room& room, const SystemMessage& message, core::UserId by,
                               core::Millis now) const {
  const Message said = messages_.append(
      tx, room,
      {.sender = by, .kind = "system", .body = message.body, .photo = {}, .client_id = {}, .data = message.data}, now);
  events_.append(tx, {room.buyer, room.seller},
                 {.type = "message", .room = room.id, .post = room.post, .deal = {}, .message = said.id, .data = {}},
                 now);
  return said.id;
}

}  // namespace chat
