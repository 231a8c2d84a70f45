#include "admin/appeal_store.h"

#include <limits>
#include <string>

#include "users/user_store.h"

namespace admin {

namespace {

const std::string select_appeal =
    "SELECT a.id, a.suspension_id, x.until, x.reason, a.post_id, coalesce(p.title, ''), a.text, a.state, "
    "a.note, "
    "a.created_at, a.resolved_at, " +
    std::string(users::user_card_columns) +
    " FROM appeals AS a JOIN users AS u ON u.id = a.user_id LEFT JOIN suspensions AS x ON x.id = "
    "a.suspension_id "
    "LEFT JOIN posts AS p ON p.id = a.post_id ";

std::vector<Appeal> appeals(db::Rows rows) {
  std::vector<Appeal> out;
  while (rows.next()) {
    Appeal& one = out.emplace_back();
    one.id = rows.id<core::AppealId>(0);
    one.suspension = rows.optional_integer(1);
    if (one.suspension) one.terms = http::Suspension{rows.optional_integer(2), rows.text(3)};
    one.post = rows.id<core::PostId>(4);
    one.post_title = rows.text(5);
    one.text = rows.text(6);
    one.state = rows.text(7);
    one.note = rows.text(8);
    one.created_at = rows.integer(9);
    one.resolved_at = rows.optional_integer(10);
    one.user = users::read_user_card(rows, 11);
  }
  return out;
}

std::int64_t newest(const core::Page& page) {
  return page.after ? page.after->id : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

core::AppealId AppealStore::insert(db::Tx& tx, core::UserId user, std::optional<std::int64_t> suspension,
                                   std::optional<core::PostId> post, std::string_view text,
                                   core::Millis now) const {
  return tx.insert<core::AppealId>(
      "INSERT INTO appeals (user_id, suspension_id, post_id, text, created_at) VALUES ($1, $2, $3, $4, $5)",
      user, suspension, post, text, now);
}

std::int64_t AppealStore::count_against(db::Tx& tx, std::int64_t suspension) const {
  return db::first_integer(tx.query("SELECT count(*) FROM appeals WHERE suspension_id = $1", suspension));
}

std::int64_t AppealStore::count_about(db::Tx& tx, core::PostId post, core::Millis since) const {
  return db::first_integer(
      tx.query("SELECT count(*) FROM appeals WHERE post_id = $1 AND created_at >= $2", post, since));
}

std::optional<Appeal> AppealStore::find(db::Tx& tx, core::AppealId id) const {
  auto found = appeals(tx.query(select_appeal + "WHERE a.id = $1", id));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Appeal> AppealStore::list(db::Tx& tx, std::string_view state, const core::Page& page) const {
  if (state == "open") {
    return appeals(tx.query(select_appeal + "WHERE a.state = $1 AND a.id > $2 ORDER BY a.id LIMIT $3", state,
                            page.after ? page.after->id : 0, page.limit + 1));
  }
  return appeals(tx.query(select_appeal + "WHERE a.state = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3",
                          state, newest(page), page.limit + 1));
}

std::vector<Appeal> AppealStore::of_user(db::Tx& tx, core::UserId user, const core::Page& page) const {
  return appeals(tx.query(select_appeal + "WHERE a.user_id = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3",
                          user, newest(page), page.limit + 1));
}

std::optional<core::AppealId> AppealStore::open_about(db::Tx& tx, core::PostId post) const {
  auto rows = tx.query("SELECT id FROM appeals WHERE post_id = $1 AND state = 'open'", post);
  return rows.next() ? std::optional(rows.id<core::AppealId>(0)) : std::nullopt;
}

void AppealStore::reopen_against(db::Tx& tx, std::int64_t suspension) const {
  const auto closed = db::first_integer(
      tx.query("SELECT max(id) FROM appeals WHERE suspension_id = $1 AND state = 'closed'", suspension));
  if (closed != 0) reopen(tx, core::AppealId{closed});
}

void AppealStore::reopen(db::Tx& tx, core::AppealId id) const {
  tx.run("UPDATE appeals SET state = 'open', note = '', resolved_by = NULL, resolved_at = NULL WHERE id = $1",
         id);
}

void AppealStore::resolve(db::Tx& tx, core::AppealId id, std::string_view outcome, std::string_view note,
                          core::UserId by, core::Millis now) const {
  tx.run("UPDATE appeals SET state = $2, note = $3, resolved_by = $4, resolved_at = $5 WHERE id = $1", id,
         outcome, note, by, now);
}

void AppealStore::close_against(db::Tx& tx, std::int64_t suspension, core::Millis now) const {
  tx.run("UPDATE appeals SET state = 'closed', resolved_at = $2 WHERE suspension_id = $1 AND state = 'open'",
         suspension, now);
}

void AppealStore::close_about(db::Tx& tx, core::PostId post, core::Millis now) const {
  tx.run("UPDATE appeals SET state = 'closed', resolved_at = $2 WHERE post_id = $1 AND state = 'open'", post,
         now);
}

}  // namespace admin
