// What a client may ask of its event stream: where it stands, and what is new after a cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/ids.h"
#include "db/database.h"
#include "events/event_store.h"
#include "events/place.h"

namespace events {

constexpr int max_events = 100;  // in one answer

class EventService {
 public:
  EventService(db::Database& database, const EventStore& store) : database_(database), store_(store) {}

  // Where the user's stream ends, in that snapshot.
  std::string newest_cursor(db::Tx& tx, core::UserId user) const;
  std::string newest_cursor(core::UserId user);

  // The place that a cursor names; `begin` is the one before the oldest kept event. Throws 400
  // `invalid-query` for what is no cursor. Whether the stream has such a place, those below find out: they
  // have to look anyway, and once is enough.
  Place position(core::UserId user, std::string_view cursor);

  // Whether there is anything after `after`: a bounded read. Throws 410 `cursor-expired` when some of it is
  // no longer kept, 410 `cursor-foreign` when the stream has never been that far, or is another one.
  bool anything_after(core::UserId user, const Place& after);

  // The answer's body with the events after `after`, oldest first; nothing when there are none. Throws as
  // above.
  std::optional<std::string> read(core::UserId user, const Place& after);
  // The same for each of these, in their order.
  std::vector<Found> read(const std::vector<Reader>& readers);

 private:
  std::optional<std::string> read(db::Tx& tx, core::UserId user, const Place& after) const;
  void require_epoch(db::Tx& tx, core::UserId user, const Place& place) const;
  // Returns the stream's newest seq.
  std::int64_t require_within(db::Tx& tx, core::UserId user, const Place& after) const;
  core::Error gone(db::Tx& tx, core::UserId user, std::string code, std::string detail) const;

  db::Database& database_;
  const EventStore& store_;
};

// Names the database's incarnation (table meta). Never kept beyond a transaction: an old state may be brought
// back at any time.
std::string read_epoch(db::Tx& tx);

// Forgets the events from before `before`.
void forget_old(db::Database& database, const EventStore& store, core::Millis before);

}  // namespace events
