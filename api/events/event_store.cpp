#include "events/event_store.h"

#include <algorithm>

namespace events {

namespace {
constexpr std::int64_t forgotten_at_once = 1000;

template <class IdType>
std::optional<std::int64_t> or_null(IdType id) {
  return id.value != 0 ? std::optional(id.value) : std::nullopt;
}

}  // namespace

void EventStore::append(db::Tx& tx, std::vector<core::UserId> users, const NewEvent& event,
                        core::Millis now) const {
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  for (const core::UserId user : users) {
    // No RETURNING: SQLite then keeps a journal of its own for each statement, whose end it looks for through
    // all that the transaction has written before. Told to a thousand, that was a third of the writer's time.
    tx.run(
        "INSERT INTO event_streams (user_id, newest) VALUES ($1, 1) "
        "ON CONFLICT (user_id) DO UPDATE SET newest = event_streams.newest + 1",
        user);
    tx.run(
        "INSERT INTO events (user_id, seq, type, at, room_id, post_id, deal_id, message_id, data) "
        "VALUES ($1, (SELECT newest FROM event_streams WHERE user_id = $1), $2, $3, $4, $5, $6, $7, $8)",
        user, event.type, now, or_null(event.room), or_null(event.post), or_null(event.deal),
        or_null(event.message), event.data.empty() ? std::nullopt : std::optional(event.data));
  }
  if (wake_) tx.after_commit([this, users = std::move(users)] { wake_(users); });
}

std::vector<Event> EventStore::after(db::Tx& tx, core::UserId user, std::int64_t after, int limit) const {
  std::vector<Event> out;
  auto rows = tx.query(
      "SELECT seq, type, at, room_id, post_id, deal_id, message_id, data FROM events "
      "WHERE user_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
      user, after, limit);
  while (rows.next()) {
    out.push_back({rows.integer(0), rows.text(1), rows.integer(2), rows.id<core::RoomId>(3),
                   rows.id<core::PostId>(4), rows.id<core::DealId>(5), rows.id<core::MessageId>(6),
                   rows.text(7)});
  }
  return out;
}

std::int64_t EventStore::newest(db::Tx& tx, core::UserId user) const {
  return db::first_integer(
      tx.query("SELECT coalesce((SELECT newest FROM event_streams WHERE user_id = $1), 0)", user));
}

std::int64_t EventStore::oldest(db::Tx& tx, core::UserId user) const {
  return db::first_integer(
      tx.query("SELECT coalesce((SELECT min(seq) FROM events WHERE user_id = $1), "
               "(SELECT newest + 1 FROM event_streams WHERE user_id = $1), 1)",
               user));
}

std::int64_t EventStore::forget(db::Tx& tx, core::Millis before) const {
  // From the oldest on: where the clock was set back, what came later may bear an earlier time, and waits for
  // what is before it in the stream.
  return tx.run(
      "DELETE FROM events WHERE (user_id, seq) IN (SELECT e.user_id, e.seq FROM events AS e WHERE e.at < $1 "
      "AND NOT EXISTS (SELECT 1 FROM events AS o WHERE o.user_id = e.user_id AND o.seq < e.seq AND o.at >= "
      "$1) LIMIT $2)",
      before, forgotten_at_once);
}

std::int64_t EventStore::forget(db::Tx& tx, core::UserId user) const {
  // From the oldest on: the stream has no gaps.
  return tx.run(
      "DELETE FROM events WHERE user_id = $1 AND seq IN (SELECT seq FROM events WHERE user_id = $1 "
      "ORDER BY seq LIMIT $2)",
      user, forgotten_at_once);
}

}  // namespace events
