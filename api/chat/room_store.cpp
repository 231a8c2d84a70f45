#include "chat/room_store.h"

#include <limits>
#include <string>

#include "blocks/block_store.h"
#include "json/writer.h"

namespace chat {

namespace {

const std::string select_room =
    "SELECT id, post_id, buyer_id, seller_id, last_seq, last_message_at, buyer_read_seq, seller_read_seq, "
    "buyer_unread, seller_unread, buyer_muted, seller_muted, answered_at IS NOT NULL, post_title, post_cover "
    "FROM rooms ";

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
          .seller_muted = rows.boolean(11),
          .answered = rows.boolean(12),
          .shown_title = rows.text(13),
          .shown_cover = rows.optional_text(14)};
}

std::optional<Room> first_room(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_room(rows);
}

}  // namespace

std::optional<Room> RoomStore::find(db::Tx& tx, core::RoomId id) const {
  return first_room(tx.query(select_room + "WHERE id = $1", id));
}

Room RoomStore::open(db::Tx& tx, core::PostId post, core::UserId buyer, core::UserId seller,
                     core::Millis now) const {
  tx.run(
      "INSERT INTO rooms (post_id, buyer_id, seller_id, last_message_at, created_at, post_title, post_cover) "
      "SELECT p.id, $2, $3, $4, $4, p.title, (SELECT f.id FROM photos f WHERE f.post_id = p.id AND "
      "f.position "
      "= 0) FROM posts p WHERE p.id = $1 "
      "ON CONFLICT (post_id, buyer_id) DO UPDATE SET post_title = excluded.post_title, "
      "post_cover = excluded.post_cover",
      post, buyer, seller, now);
  return first_room(tx.query(select_room + "WHERE post_id = $1 AND buyer_id = $2", post, buyer)).value();
}

std::vector<Room> RoomStore::page(db::Tx& tx, core::UserId user, const core::Page& page) const {
  // One range of an index for each side, merged: neither grows with the number of rooms.
  static const std::string side_page =
      " = $1 AND (last_message_at, id) < ($2, $3) "
      "ORDER BY last_message_at DESC, id DESC LIMIT $4) AS ";
  static const std::string page_of_both = "SELECT * FROM (SELECT * FROM (" + select_room + "WHERE buyer_id" +
                                          side_page + "bought UNION ALL SELECT * FROM (" + select_room +
                                          "WHERE seller_id" + side_page +
                                          "sold) AS rooms ORDER BY last_message_at DESC, id DESC LIMIT $4";
  const auto after = page.after.value_or(core::PageKey{{}, std::numeric_limits<std::int64_t>::max(), 0});
  std::vector<Room> out;
  auto rows = tx.query(page_of_both, user, after.key, after.id, page.limit + 1);
  while (rows.next()) out.push_back(read_room(rows));
  return out;
}

std::string RoomStore::warnings(db::Tx& tx, const Room& room, const NewMessage& message) const {
  const ScamSigns found = message.found ? *message.found : signs(message.body);
  std::string out;
  const auto add = [&out](std::string_view name) { out += (out.empty() ? "" : ",") + std::string(name); };
  if (found.prepayment) add("prepayment");
  // Later on, two people who have agreed may well exchange numbers.
  if (!(found.phone || found.link || found.contact) || !messages_.among_first(tx, room.id, message.sender))
    return out;
  if (found.phone) add("phone");
  if (found.link) add("link");
  if (found.contact) add("contact");
  return out;
}

Message RoomStore::add(db::Tx& tx, const Room& room, NewMessage message, core::Millis now) const {
  if (message.kind == "text") message.signs = warnings(tx, room, message);
  Message added = messages_.append(tx, room, message, now);
  events_.append(
      tx, {room.buyer, room.seller},
      {.type = "message", .room = room.id, .post = room.post, .deal = {}, .message = added.id, .data = {}},
      now);
  return added;
}

core::MessageId RoomStore::say(db::Tx& tx, const Room& room, const SystemMessage& message, core::UserId by,
                               bool decided, core::Millis now) const {
  return add(tx, room,
             {.sender = by,
              .kind = "system",
              .body = message.body,
              .photo = {},
              .client_id = {},
              .data = message.data,
              .decided = decided},
             now)
      .id;
}

void RoomStore::mark_read(db::Tx& tx, const Room& room, core::UserId reader, std::int64_t seq,
                          core::Millis now) const {
  // Not what is left: who reads a long room message by message would have the rest of it counted each time.
  const std::int64_t left =
      room.unread(reader) - messages_.count_unread(tx, room.id, reader, room.read_seq(reader), seq);
  tx.run(reader == room.buyer ? "UPDATE rooms SET buyer_read_seq = $2, buyer_unread = $3 WHERE id = $1"
                              : "UPDATE rooms SET seller_read_seq = $2, seller_unread = $3 WHERE id = $1",
         room.id, seq, left);
  // The number and not the name, which may be another by the time it is told: somebody may leave.
  json::Writer data;
  data.open().integer("reader", reader.value).integer("seq", seq).close();
  events_.append(
      tx, {room.buyer, room.seller},
      {.type = "read", .room = room.id, .post = {}, .deal = {}, .message = {}, .data = data.take()}, now);
}

void RoomStore::mute(db::Tx& tx, const Room& room, core::UserId user, bool muted) const {
  tx.run(user == room.buyer ? "UPDATE rooms SET buyer_muted = $2 WHERE id = $1"
                            : "UPDATE rooms SET seller_muted = $2 WHERE id = $1",
         room.id, muted);
}

std::string title_shown_to(std::string_view party) {
  return "CASE WHEN r.buyer_id = " + std::string(party) +
         " AND (p.status = 'hidden' OR p.deleted_at IS NOT NULL OR " +
         blocks::blocked_pair("r.buyer_id", "r.seller_id") + ") THEN r.post_title ELSE p.title END";
}

}  // namespace chat
