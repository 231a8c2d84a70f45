// What a client may ask of its event stream: where it stands, and what is new after a cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/error.h"
#include "core/ids.h"
#include "db/database.h"
#include "events/event_store.h"

namespace events {

constexpr int max_events = 100;  // in one answer

class EventService {
 public:
  // `epoch` names the database's incarnation (table meta).
  EventService(db::Database& database, const EventStore& store, std::string epoch);

  // "epoch.seq"
  std::string cursor(std::int64_t seq) const { return epoch_ + "." + std::to_string(seq); }
  // Where the user's stream ends, in that snapshot.
  std::string newest_cursor(db::Tx& tx, core::UserId user) const { return cursor(store_.newest(tx, user)); }
  std::int64_t newest(core::UserId user);

  // The seq that a cursor names; `begin` is the one before the oldest kept event. Throws 400 `invalid-query`
  // for what is no cursor, 410 `cursor-foreign` for one of another epoch.
  std::int64_t position(core::UserId user, std::string_view cursor);

  // Whether there is anything after `after`: a bounded read. Throws 410 `cursor-expired` when some of it is
  // no longer kept, 410 `cursor-foreign` when the stream has never been that far.
  bool anything_after(core::UserId user, std::int64_t after);

  // The answer's body with the events after `after`, oldest first; nothing when there are none. Throws as
  // above.
  std::optional<std::string> read(core::UserId user, std::int64_t after);

 private:
  // What is kept of a stream.
  struct Extent {
    std::int64_t oldest = 0;
    std::int64_t newest = 0;
  };
  Extent extent(db::Tx& tx, core::UserId user) const {
    return {store_.oldest(tx, user), store_.newest(tx, user)};
  }
  void require_within(const Extent& extent, std::int64_t after) const;
  core::Error gone(std::string code, std::string detail, std::int64_t newest) const;

  db::Database& database_;
  const EventStore& store_;
  const std::string epoch_;
};

// The epoch in table meta.
std::string read_epoch(db::Database& database);

// Forgets the events from before `before`.
void forget_old(db::Database& database, const EventStore& store, core::Millis before);

}  // namespace events
