#include "users/suspension_store.h"

namespace users {

namespace {

std::vector<SuspensionRow> all(db::Rows rows) {
  std::vector<SuspensionRow> out;
  while (rows.next()) {
    out.push_back({rows.integer(0),
                   rows.id<core::UserId>(1),
                   {rows.optional_integer(2), rows.text(3)},
                   rows.boolean(4)});
  }
  return out;
}

}  // namespace

std::optional<SuspensionRow> SuspensionStore::current(db::Tx& tx, core::UserId user) const {
  auto found = all(tx.query(
      "SELECT id, user_id, until, reason, lifted FROM suspensions WHERE user_id = $1 AND ended_at IS NULL",
      user));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<SuspensionRow> SuspensionStore::in_force(db::Tx& tx, core::UserId user,
                                                       core::Millis now) const {
  auto found = current(tx, user);
  if (found && !found->terms.in_force(now)) found.reset();
  return found;
}

void SuspensionStore::put(db::Tx& tx, core::UserId user, const http::Suspension& terms,
                          core::Millis now) const {
  if (const auto old = current(tx, user)) {
    if (old->terms.in_force(now)) {
      tx.run("UPDATE suspensions SET until = $2, reason = $3, settled = 0 WHERE id = $1", old->id,
             terms.until, terms.reason);
      return;
    }
    end(tx, old->id, now);
  }
  tx.run("INSERT INTO suspensions (user_id, reason, began_at, until) VALUES ($1, $2, $3, $4)", user,
         terms.reason, now, terms.until);
}

void SuspensionStore::put_back(db::Tx& tx, const SuspensionRow& row, core::Millis now) const {
  // Another one whose time is up, but which nobody has ended yet, makes room.
  const auto old = current(tx, row.user);
  if (old && old->id != row.id) end(tx, old->id, now);
  tx.run(
      "UPDATE suspensions SET until = $2, reason = $3, ended_at = NULL, lifted = 0, settled = 0 WHERE id = "
      "$1",
      row.id, row.terms.until, row.terms.reason);
}

void SuspensionStore::lift(db::Tx& tx, std::int64_t id, core::Millis now) const {
  tx.run("UPDATE suspensions SET until = $2, lifted = 1 WHERE id = $1", id, now);
}

void SuspensionStore::end(db::Tx& tx, std::int64_t id, core::Millis now) const {
  tx.run("UPDATE suspensions SET ended_at = $2 WHERE id = $1", id, now);
}

std::vector<SuspensionRow> SuspensionStore::unsettled(db::Tx& tx, core::Millis now, int limit) const {
  return all(tx.query(
      "SELECT id, user_id, until, reason, lifted FROM suspensions WHERE ended_at IS NULL AND settled = 0 "
      "AND (until IS NULL OR until > $1) ORDER BY id LIMIT $2",
      now, limit));
}

void SuspensionStore::set_settled(db::Tx& tx, std::int64_t id) const {
  tx.run("UPDATE suspensions SET settled = 1 WHERE id = $1", id);
}

std::vector<SuspensionRow> SuspensionStore::over(db::Tx& tx, core::Millis now, int limit) const {
  return all(tx.query(
      "SELECT id, user_id, until, reason, lifted FROM suspensions WHERE ended_at IS NULL AND until <= $1 "
      "ORDER BY until LIMIT $2",
      now, limit));
}

}  // namespace users
