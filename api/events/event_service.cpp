#include "events/event_service.h"

#include <stdexcept>
#include <vector>

#include "core/number.h"
#include "events/event_json.h"

namespace events {

EventService::EventService(db::Database& database, const EventStore& store, std::string epoch)
    : database_(database), store_(store), epoch_(std::move(epoch)) {}

std::int64_t EventService::newest(core::UserId user) {
  return database_.read([&](db::Tx& tx) { return store_.newest(tx, user); });
}

std::int64_t EventService::position(core::UserId user, std::string_view cursor) {
  if (cursor == "begin") {
    return database_.read([&](db::Tx& tx) { return store_.oldest(tx, user); }) - 1;
  }
  const auto dot = cursor.find('.');
  const auto digits = dot == std::string_view::npos ? std::string_view() : cursor.substr(dot + 1);
  const auto seq = core::whole_number(digits);
  if (!seq || *seq < 0) {
    throw core::Error(400, "invalid-query", "Some parameters of the query are not valid.",
                      {{"?after", "invalid-format", "This is not a cursor of the event stream."}});
  }
  if (cursor.substr(0, dot) != epoch_) {
    throw gone("cursor-foreign",
               "This cursor is of another state of the market. Please load the rooms again.", newest(user));
  }
  return *seq;
}

bool EventService::anything_after(core::UserId user, std::int64_t after) {
  const Extent kept = database_.read([&](db::Tx& tx) { return extent(tx, user); });
  require_within(kept, after);
  return kept.newest > after;
}

std::optional<std::string> EventService::read(core::UserId user, std::int64_t after) {
  std::vector<std::string> found;
  std::int64_t last = after;
  database_.read([&](db::Tx& tx) {
    require_within(extent(tx, user), after);
    for (const Event& event : store_.after(tx, user, after, max_events)) {
      found.push_back(event_json(tx, event, user));
      last = event.seq;
    }
    return true;
  });
  if (found.empty()) return std::nullopt;
  return events_json(found, cursor(last));
}

void EventService::require_within(const Extent& extent, std::int64_t after) const {
  if (after > extent.newest) {
    throw gone("cursor-foreign", "This cursor is ahead of the stream. Please load the rooms again.",
               extent.newest);
  }
  if (after + 1 < extent.oldest) {
    throw gone("cursor-expired", "Events after this cursor are no longer kept. Please load the rooms again.",
               extent.newest);
  }
}

core::Error EventService::gone(std::string code, std::string detail, std::int64_t newest) const {
  core::Error error(410, std::move(code), std::move(detail));
  error.with_member("cursor", "\"" + cursor(newest) + "\"");  // letters, digits and a dot: nothing to escape
  return error;
}

std::string read_epoch(db::Database& database) {
  return database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT value FROM meta WHERE name = 'epoch'");
    if (!rows.next()) throw std::runtime_error("the database has no epoch");
    return rows.text(0);
  });
}

void forget_old(db::Database& database, const EventStore& store, core::Millis before) {
  // A bounded number in each transaction, so that the writer is never held up for long.
  while (database.write([&](db::Tx& tx) { return store.forget(tx, before); }) > 0) {
  }
}

}  // namespace events
