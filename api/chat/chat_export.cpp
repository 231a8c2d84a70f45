#include "chat/chat_export.h"

#include <string>

#include "chat/message_store.h"
#include "chat/room_store.h"

namespace chat {

namespace {

using own_data::As;

const own_data::Members room_members = {{"id", As::integer},
                                        {"post_id", As::integer},
                                        {"post_title"},
                                        {"role"},
                                        {"with"},
                                        {"with_name"},
                                        {"last_read_seq", As::integer},
                                        {"muted", As::boolean},
                                        {"created_at", As::time}};
const own_data::Members message_members = {
    {"id", As::integer}, {"seq", As::integer}, {"from"}, {"kind"}, {"body"}, {"photo", As::photo},
    {"data", As::json},  {"sent_at", As::time}};

const std::string select_rooms =
    "SELECT r.id, r.post_id, " + title_shown_to("$1") +
    ", CASE WHEN r.buyer_id = $1 THEN 'buyer' ELSE 'seller' END, u.username, "
    "u.display_name, CASE WHEN r.buyer_id = $1 THEN r.buyer_read_seq ELSE r.seller_read_seq END, "
    "CASE WHEN r.buyer_id = $1 THEN r.buyer_muted ELSE r.seller_muted END, r.created_at FROM rooms r "
    "JOIN posts p ON p.id = r.post_id "
    "JOIN users u ON u.id = CASE WHEN r.buyer_id = $1 THEN r.seller_id ELSE r.buyer_id END "
    "WHERE r.buyer_id = $1 OR r.seller_id = $1 ORDER BY r.id";
const std::string select_messages =
    "SELECT m.id, m.seq, CASE WHEN m.kind <> 'system' THEN u.username END, " + std::string(message_kind) +
    ", m.body, m.photo_id, m.data, m.sent_at FROM messages m LEFT JOIN users u ON u.id = m.sender_id "
    "WHERE m.room_id = $1 ORDER BY m.seq";

void write_rooms(json::Writer& w, std::string_view name, db::Tx& tx, const own_data::Subject& subject) {
  w.open_array(name);
  auto rooms = tx.query(select_rooms, subject.user);
  while (rooms.next()) {
    w.open();
    own_data::write_members(w, rooms, room_members, subject);
    w.open_array("messages");
    auto messages = tx.query(select_messages, rooms.id<core::RoomId>(0));
    while (messages.next()) {
      w.open();
      own_data::write_members(w, messages, message_members, subject);
      w.close();
    }
    w.close_array().close();
  }
  w.close_array();
}

}  // namespace

void add_sections(own_data::Exporter& exporter) {
  exporter.section("rooms", {"rooms.buyer_id", "rooms.seller_id", "messages.sender_id"}, write_rooms);
}

}  // namespace chat
