#include "chat/message_store.h"

#include <algorithm>
#include <string>

#include "core/text.h"

namespace chat {

namespace {

const std::string select_message =
    "SELECT m.id, m.room_id, m.seq, m.sender_id, coalesce(u.username, ''), " + std::string(message_kind) +
    ", m.body, m.photo_id, m.client_id, m.data, m.sent_at, p.width, p.height, m.signs "
    "FROM messages m LEFT JOIN users u ON u.id = m.sender_id "
    "LEFT JOIN photos p ON p.id = m.photo_id ";

Message read_message(const db::Rows& rows) {
  return {.id = rows.id<core::MessageId>(0),
          .room = rows.id<core::RoomId>(1),
          .seq = rows.integer(2),
          .sender = rows.id<core::UserId>(3),
          .sender_username = rows.text(4),
          .kind = rows.text(5),
          .body = rows.text(6),
          .photo = rows.null(7)
                       ? std::nullopt
                       : std::optional(photos::Photo{rows.text(7), static_cast<int>(rows.integer(11)),
                                                     static_cast<int>(rows.integer(12))}),
          .client_id = rows.optional_text(8),
          .data = rows.optional_text(9),
          .notices = core::split(rows.view(13), ','),
          .sent_at = rows.integer(10)};
}

std::optional<Message> first(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_message(rows);
}

std::vector<Message> all(db::Rows rows) {
  std::vector<Message> out;
  while (rows.next()) out.push_back(read_message(rows));
  return out;
}

}  // namespace

Message MessageStore::append(db::Tx& tx, const Room& room, const NewMessage& message,
                             core::Millis now) const {
  // Numbering and counting in one statement: the row's lock is what keeps seq without gaps. The first that
  // the seller says or decides is their answer to the request that opened the room.
  const bool answers = message.sender == room.seller && message.decided;
  tx.run(
      "UPDATE rooms SET last_seq = last_seq + 1, last_message_at = $2, buyer_unread = buyer_unread + $3, "
      "seller_unread = seller_unread + $4, "
      "answered_at = CASE WHEN $5 = 1 THEN coalesce(answered_at, $2) ELSE answered_at END WHERE id = $1",
      room.id, now, message.sender != room.buyer, message.sender != room.seller, answers);
  if (answers && !room.answered) tx.changed("rooms.answered_at");
  const std::int64_t seq = db::first_integer(tx.query("SELECT last_seq FROM rooms WHERE id = $1", room.id));
  const auto sender = message.sender.value != 0 ? std::optional(message.sender) : std::nullopt;
  const auto id = tx.insert<core::MessageId>(
      "INSERT INTO messages (room_id, seq, sender_id, kind, body, photo_id, client_id, data, sent_at, signs) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      room.id, seq, sender, message.kind, message.body, message.photo, message.client_id, message.data, now,
      message.signs);
  return {.id = id,
          .room = room.id,
          .seq = seq,
          .sender = message.sender,
          .sender_username = {},
          .kind = std::string(message.kind),
          .body = message.body,
          .photo = {},
          .client_id = message.client_id,
          .data = message.data,
          .notices = core::split(message.signs, ','),
          .sent_at = now};
}

bool MessageStore::among_first(db::Tx& tx, core::RoomId room, core::UserId sender) const {
  // The oldest of the room: as many as a talk has when it is no longer the beginning of one.
  constexpr int looked_at = 100;
  auto rows = tx.query(
      "SELECT count(*), coalesce(sum(CASE WHEN sender_id = $2 AND kind <> 'system' THEN 1 END), 0) FROM "
      "(SELECT sender_id, kind "
      "FROM messages WHERE room_id = $1 ORDER BY seq LIMIT $3) AS oldest",
      room, sender, looked_at);
  rows.next();
  return rows.integer(0) < looked_at && rows.integer(1) < first_messages;
}

std::optional<Message> MessageStore::find(db::Tx& tx, core::MessageId id) const {
  return first(tx.query(select_message + "WHERE m.id = $1", id));
}

std::optional<Message> MessageStore::sent_before(db::Tx& tx, core::RoomId room, core::UserId sender,
                                                 std::string_view client_id) const {
  return first(tx.query(select_message + "WHERE m.room_id = $1 AND m.sender_id = $2 AND m.client_id = $3",
                        room, sender, client_id));
}

std::optional<Message> MessageStore::newest(db::Tx& tx, core::RoomId room) const {
  return first(tx.query(select_message + "WHERE m.room_id = $1 ORDER BY m.seq DESC LIMIT 1", room));
}

std::vector<Message> MessageStore::before(db::Tx& tx, core::RoomId room, std::int64_t before,
                                          int limit) const {
  auto found =
      all(tx.query(select_message + "WHERE m.room_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3", room,
                   before, limit));
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<Message> MessageStore::after(db::Tx& tx, core::RoomId room, std::int64_t after, int limit) const {
  return all(tx.query(select_message + "WHERE m.room_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3", room,
                      after, limit));
}

std::int64_t MessageStore::count_unread(db::Tx& tx, core::RoomId room, core::UserId reader,
                                        std::int64_t after, std::int64_t up_to) const {
  return db::first_integer(
      tx.query("SELECT count(*) FROM messages WHERE room_id = $1 AND seq > $2 AND seq <= $3 AND "
               "(sender_id IS NULL OR sender_id <> $4)",
               room, after, up_to, reader));
}

}  // namespace chat
