#include "events/event_service.h"

#include <stdexcept>
#include <vector>

#include "core/number.h"
#include "events/event_json.h"

namespace events {

std::string EventService::newest_cursor(db::Tx& tx, core::UserId user) const {
  return Place{read_epoch(tx), store_.newest(tx, user)}.cursor();
}

std::string EventService::newest_cursor(core::UserId user) {
  return database_.read([&](db::Tx& tx) { return newest_cursor(tx, user); });
}

Place EventService::position(core::UserId user, std::string_view cursor) {
  return database_.read([&](db::Tx& tx) {
    if (cursor == "begin") return Place{read_epoch(tx), store_.oldest(tx, user) - 1};
    const auto dot = cursor.find('.');
    const auto digits = dot == std::string_view::npos ? std::string_view() : cursor.substr(dot + 1);
    const auto seq = core::whole_number(digits);
    if (!seq || *seq < 0) {
      throw core::Error(400, "invalid-query", "Some parameters of the query are not valid.",
                        {{"?after", "invalid-format", "This is not a cursor of the event stream."}});
    }
    Place place{std::string(cursor.substr(0, dot)), *seq};
    require_epoch(tx, user, place);
    return place;
  });
}

bool EventService::anything_after(core::UserId user, const Place& after) {
  return database_.read([&](db::Tx& tx) { return require_within(tx, user, after) > after.seq; });
}

std::optional<std::string> EventService::read(core::UserId user, const Place& after) {
  std::vector<std::string> found;
  Place last = after;
  database_.read([&](db::Tx& tx) {
    require_within(tx, user, after);
    for (const Event& event : store_.after(tx, user, after.seq, max_events)) {
      found.push_back(event_json(tx, event, user));
      last.seq = event.seq;
    }
    return true;
  });
  if (found.empty()) return std::nullopt;
  return events_json(found, last.cursor());
}

void EventService::require_epoch(db::Tx& tx, core::UserId user, const Place& place) const {
  if (place.epoch == read_epoch(tx)) return;
  throw gone(tx, user, "cursor-foreign",
             "This cursor is of another state of the market. Please load the rooms again.");
}

std::int64_t EventService::require_within(db::Tx& tx, core::UserId user, const Place& after) const {
  require_epoch(tx, user, after);
  const std::int64_t newest = store_.newest(tx, user);
  if (after.seq > newest) {
    throw gone(tx, user, "cursor-foreign",
               "This cursor is ahead of the stream. Please load the rooms again.");
  }
  if (after.seq + 1 < store_.oldest(tx, user)) {
    throw gone(tx, user, "cursor-expired",
               "Events after this cursor are no longer kept. Please load the rooms again.");
  }
  return newest;
}

core::Error EventService::gone(db::Tx& tx, core::UserId user, std::string code, std::string detail) const {
  core::Error error(410, std::move(code), std::move(detail));
  // Letters, digits and a dot: nothing to escape.
  error.with_member("cursor", "\"" + newest_cursor(tx, user) + "\"");
  return error;
}

std::string read_epoch(db::Tx& tx) {
  auto rows = tx.query("SELECT value FROM meta WHERE name = 'epoch'");
  if (!rows.next()) throw std::runtime_error("the database has no epoch");
  return rows.text(0);
}

void forget_old(db::Database& database, const EventStore& store, core::Millis before) {
  // A bounded number in each transaction, so that the writer is never held up for long.
  while (database.write([&](db::Tx& tx) { return store.forget(tx, before); }) > 0) {
  }
}

}  // namespace events
