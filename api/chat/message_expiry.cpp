#include "chat/message_expiry.h"

#include <algorithm>
#include <string>

namespace chat {

namespace {

constexpr std::int64_t messages_at_once = 1000;
constexpr int rooms_at_once = 1000;

// Of a room `r`: quiet since before $2, with something left to expire.
const std::string quiet =
    "r.expired_seq < r.last_seq AND r.last_message_at < $2 AND NOT EXISTS "
    "(SELECT 1 FROM deals d WHERE d.room_id = r.id AND d.state IN ('negotiating', 'reserved'))";

}  // namespace

void MessageExpiry::run() {
  const core::Millis now = clock_.now();
  const core::Millis kept = kept_;
  if (kept == 0 || now < due_) return;
  due_ = now + core::hour;
  const core::Millis before = now - kept;
  core::RoomId last;
  for (auto rooms = quiet_rooms(last, before); !rooms.empty(); rooms = quiet_rooms(last, before)) {
    for (const core::RoomId room : rooms) {
      while (database_.write([&](db::Tx& tx) { return expire_some(tx, room, before); })) {
      }
    }
    last = rooms.back();
  }
}

std::vector<core::RoomId> MessageExpiry::quiet_rooms(core::RoomId after, core::Millis before) {
  return database_.read([&](db::Tx& tx) {
    return db::all_ids<core::RoomId>(
        tx.query("SELECT r.id FROM rooms r WHERE r.id > $1 AND " + quiet + " ORDER BY r.id LIMIT $3", after,
                 before, rooms_at_once));
  });
}

bool MessageExpiry::expire_some(db::Tx& tx, core::RoomId room, core::Millis before) const {
  std::int64_t from = 0, to = 0, newest = 0;
  {
    // Somebody may have written meanwhile.
    auto rows =
        tx.query("SELECT r.expired_seq, r.last_seq FROM rooms r WHERE r.id = $1 AND " + quiet, room, before);
    if (!rows.next()) return false;
    from = rows.integer(0);
    newest = rows.integer(1);
    to = std::min(newest, from + messages_at_once);
  }
  // What nothing uses any more goes with the next sweep of unused photos, however new it is.
  tx.run(
      "UPDATE photos SET message_id = NULL, created_at = 0 WHERE id IN (SELECT photo_id FROM messages "
      "WHERE room_id = $1 AND seq > $2 AND seq <= $3 AND photo_id IS NOT NULL)",
      room, from, to);
  tx.run(
      "UPDATE messages SET body = '', photo_id = NULL, client_id = NULL, signs = '' "
      "WHERE room_id = $1 AND seq > $2 AND seq <= $3 AND kind <> 'system'",
      room, from, to);
  tx.run("UPDATE rooms SET expired_seq = $2 WHERE id = $1", room, to);
  return to < newest;
}

}  // namespace chat
