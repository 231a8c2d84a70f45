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
  if (cursor == "begin") {
    return database_.read([&](db::Tx& tx) { return Place{read_epoch(tx), store_.oldest(tx, user) - 1}; });
  }
  const auto dot = cursor.find('.');
  const auto digits = dot == std::string_view::npos ? std::string_view() : cursor.substr(dot + 1);
  const auto seq = core::whole_number(digits);
  if (!seq || *seq < 0) {
    throw core::Error(400, "invalid-query", "Some parameters of the query are not valid.",
                      {{"?after", "invalid-format", "This is not a cursor of the event stream."}});
  }
  return Place{std::string(cursor.substr(0, dot)), *seq};
}

bool EventService::anything_after(core::UserId user, const Place& after) {
  return database_.read([&](db::Tx& tx) { return require_within(tx, user, after) > after.seq; });
}

std::optional<std::string> EventService::read(core::UserId user, const Place& after) {
  return database_.read([&](db::Tx& tx) { return read(tx, user, after); });
}

// In one snapshot, which costs as much as some of the rows in it.
std::vector<Found> EventService::read(const std::vector<Reader>& readers) {
  std::vector<Found> found;
  try {
    database_.read([&](db::Tx& tx) {
      for (const auto& [user, after] : readers) found.push_back({read(tx, user, after), nullptr});
    });
    return found;
  } catch (...) {  // NOLINT(bugprone-empty-catch): each by itself finds out below whom it concerns
  }
  found.clear();
  for (const auto& [user, after] : readers) {
    try {
      found.push_back({read(user, after), nullptr});
    } catch (...) {
      found.push_back({std::nullopt, std::current_exception()});
    }
  }
  return found;
}

std::optional<std::string> EventService::read(db::Tx& tx, core::UserId user, const Place& after) const {
  require_epoch(tx, user, after);
  const auto events = store_.after(tx, user, after.seq, max_events);
  // Streams have no gaps: who is told the very next event has missed none, and was not ahead.
  if (events.empty() || events.front().seq != after.seq + 1) require_within(tx, user, after);
  if (events.empty()) return std::nullopt;
  std::vector<std::string> found;
  for (const Event& event : events) found.push_back(event_json(tx, event, user));
  return events_json(found, Place{after.epoch, events.back().seq}.cursor());
}

void EventService::require_epoch(db::Tx& tx, core::UserId user, const Place& place) const {
  if (place.epoch == read_epoch(tx)) return;
  throw gone(tx, user, "cursor-foreign",
             "This cursor is of another state of the market. Please load the rooms again.");
}

std::int64_t EventService::require_within(db::Tx& tx, core::UserId user, const Place& after) const {
  require_epoch(tx, user, after);
  const std::int64_t newest = store_.newest(tx, user);
  if (after.seq == newest) return newest;  // as most who wait; nothing that they have not seen can be gone
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
