#include "alerts/alert_store.h"

#include "blocks/block_store.h"
#include "posts/post_query.h"
#include "search/search_store.h"

namespace alerts {

namespace {

// Of the matches `m` of the searches `a`: posts that others than their sellers, and `user` (an SQL
// expression), may see.
std::string seen_by(std::string_view user) {
  return "JOIN posts AS p ON p.id = m.post_id AND p.deleted_at IS NULL AND p.status <> 'hidden' AND NOT " +
         blocks::blocked_pair(user, "p.seller_id") + " ";
}

// Of those that are new: somebody may have blocked the seller of tens of thousands.
const std::string most_looked_at = "1000";

const std::string select_alert =
    "SELECT a.id, a.q, a.isbn, a.major, a.course, a.max_price, a.paused, a.created_at, "
    "(SELECT count(*) FROM (SELECT 1 FROM (SELECT post_id FROM alert_matches WHERE alert_id = a.id AND "
    "seq > a.seen_seq ORDER BY seq DESC LIMIT " +
    most_looked_at + ") AS m " + seen_by("a.user_id") + "LIMIT " + std::to_string(most_counted) +
    ") AS fresh) FROM alerts AS a ";

// The columns q, isbn, major, course and max_price, from `first` on.
Wanted read_wanted(const db::Rows& rows, int first) {
  return {rows.optional_text(first), rows.optional_text(first + 1), rows.optional_text(first + 2),
          rows.optional_text(first + 3), rows.optional_integer(first + 4)};
}

Alert read_alert(const db::Rows& rows) {
  return {.id = rows.id<core::AlertId>(0),
          .wanted = read_wanted(rows, 1),
          .paused = rows.boolean(6),
          .created_at = rows.integer(7),
          .new_matches = static_cast<int>(rows.integer(8))};
}

std::optional<Alert> first(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_alert(rows);
}

}  // namespace

core::AlertId AlertStore::insert(db::Tx& tx, core::UserId user, const Wanted& wanted, std::int64_t since,
                                 core::Millis now) const {
  const Conditions conditions = conditions_of(wanted);
  return tx.insert<core::AlertId>(
      "INSERT INTO alerts (user_id, q, isbn, major, course, max_price, major_key, course_key, same_key, "
      "token, filed_by, since, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      user, wanted.q, wanted.isbn, wanted.major, wanted.course, wanted.max_price, conditions.major_key,
      conditions.course_key, same_key(conditions), token_of(conditions), search::index_version, since, now);
}

std::optional<Alert> AlertStore::find(db::Tx& tx, core::UserId user, core::AlertId id) const {
  static const std::string sql = select_alert + "WHERE a.id = $1 AND a.user_id = $2";
  return first(tx.query(sql, id, user));
}

std::optional<Alert> AlertStore::find_same(db::Tx& tx, core::UserId user, const Wanted& wanted) const {
  static const std::string sql = select_alert + "WHERE a.user_id = $1 AND a.same_key = $2";
  return first(tx.query(sql, user, same_key(conditions_of(wanted))));
}

std::vector<Alert> AlertStore::page(db::Tx& tx, core::UserId user, const core::Page& page) const {
  static const std::string sql =
      select_alert + "WHERE a.user_id = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3";
  std::vector<Alert> out;
  auto rows = tx.query(sql, user, page.after ? page.after->id : INT64_MAX, page.limit + 1);
  while (rows.next()) out.push_back(read_alert(rows));
  return out;
}

std::int64_t AlertStore::count(db::Tx& tx, core::UserId user) const {
  return db::first_integer(tx.query("SELECT count(*) FROM alerts WHERE user_id = $1", user));
}

void AlertStore::pause(db::Tx& tx, core::AlertId id) const {
  tx.run("UPDATE alerts SET paused = 1 WHERE id = $1", id);
}

void AlertStore::resume(db::Tx& tx, core::AlertId id, std::int64_t since) const {
  tx.run("UPDATE alerts SET paused = 0, since = $2 WHERE id = $1", id, since);
}

void AlertStore::remove(db::Tx& tx, core::AlertId id) const {
  tx.run("DELETE FROM alerts WHERE id = $1", id);
}

bool AlertStore::remove_one_of_user(db::Tx& tx, core::UserId user) const {
  return tx.run("DELETE FROM alerts WHERE id = (SELECT min(id) FROM alerts WHERE user_id = $1)", user) > 0;
}

void AlertStore::mark_seen(db::Tx& tx, core::UserId user, std::int64_t seq) const {
  tx.run("UPDATE alerts SET seen_seq = $2 WHERE user_id = $1 AND seen_seq < $2", user, seq);
}

int AlertStore::new_posts(db::Tx& tx, core::UserId user) const {
  static const std::string sql =
      "SELECT count(*) FROM (SELECT DISTINCT m.post_id FROM (SELECT n.post_id FROM alerts AS a "
      "JOIN alert_matches AS n ON n.alert_id = a.id AND n.seq > a.seen_seq WHERE a.user_id = $1 LIMIT " +
      most_looked_at + ") AS m " + seen_by("$1") + "LIMIT $2) AS fresh";
  return static_cast<int>(db::first_integer(tx.query(sql, user, most_counted)));
}

std::vector<std::pair<std::int64_t, posts::Post>> AlertStore::matches(db::Tx& tx, core::AlertId id,
                                                                      const core::Page& page,
                                                                      core::UserId viewer) const {
  static const std::string told = "SELECT m.seq, m.post_id FROM alert_matches AS m " + seen_by("$4") +
                                  "WHERE m.alert_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3";
  static const std::string one_post = posts::post_select("$2") + "WHERE p.id = $1";
  std::vector<std::pair<std::int64_t, posts::Post>> out;
  auto rows = tx.query(told, id, page.after ? page.after->key : INT64_MAX, page.limit + 1, viewer);
  while (rows.next()) {
    auto post = tx.query(one_post, rows.id<core::PostId>(1), viewer);
    if (post.next()) out.emplace_back(rows.integer(0), posts::read_post(post));
  }
  return out;
}

bool AlertStore::refile(db::Tx& tx, int limit) const {
  struct Stale {
    core::AlertId id;
    core::UserId user;
    Wanted wanted;
  };
  std::vector<Stale> stale;
  auto rows = tx.query(
      "SELECT id, user_id, q, isbn, major, course, max_price FROM alerts WHERE filed_by <> $1 LIMIT $2",
      search::index_version, limit);
  while (rows.next())
    stale.push_back({rows.id<core::AlertId>(0), rows.id<core::UserId>(1), read_wanted(rows, 2)});
  for (const auto& [id, user, wanted] : stale) {
    const Conditions conditions = conditions_of(wanted);
    const std::string key = same_key(conditions);
    // What were two searches may be one now.
    if (tx.query("SELECT 1 FROM alerts WHERE user_id = $1 AND same_key = $2 AND id <> $3", user, key, id)
            .next()) {
      remove(tx, id);
      continue;
    }
    tx.run(
        "UPDATE alerts SET major_key = $2, course_key = $3, same_key = $4, token = $5, filed_by = $6 WHERE "
        "id = $1",
        id, conditions.major_key, conditions.course_key, key, token_of(conditions), search::index_version);
  }
  return !stale.empty();
}

void AlertStore::candidates(db::Tx& tx, const search::Tokens& tokens, core::UserId seller,
                            std::int64_t ticket, std::vector<Candidate>& out) const {
  // So many in one statement, the last one repeated: a post has hundreds, and a statement for each took
  // longer than the looking-up.
  constexpr std::size_t at_once = 64;
  static const std::string sql = [] {
    std::string text =
        "SELECT id, user_id, q, isbn, major_key, course_key, max_price FROM alerts "
        "WHERE paused = 0 AND user_id <> $1 AND since < $2 AND token IN (";
    for (std::size_t i = 0; i < at_once; ++i) text += (i > 0 ? ", $" : "$") + std::to_string(i + 3);
    return text + ")";
  }();
  std::vector<db::Value> values;
  for (auto token = tokens.begin(); token != tokens.end();) {
    values = {db::value(seller), db::value(ticket)};
    for (; token != tokens.end() && values.size() < at_once + 2; ++token) values.push_back(db::value(*token));
    values.resize(at_once + 2, values.back());
    auto rows = tx.query_with(sql, values);
    while (rows.next()) {
      out.push_back({rows.id<core::AlertId>(0),
                     rows.id<core::UserId>(1),
                     {rows.optional_text(2), rows.optional_text(3), rows.optional_text(4),
                      rows.optional_text(5), rows.optional_integer(6)}});
    }
  }
}

bool AlertStore::to_be_told(db::Tx& tx, core::AlertId id, core::PostId post, std::int64_t ticket) const {
  auto rows = tx.query(
      "SELECT 1 FROM alerts WHERE id = $1 AND paused = 0 AND since < $3 AND NOT EXISTS "
      "(SELECT 1 FROM alert_matches WHERE alert_id = $1 AND post_id = $2)",
      id, post, ticket);
  return rows.next();
}

void AlertStore::add_match(db::Tx& tx, core::AlertId id, core::PostId post, std::int64_t seq) const {
  tx.run("INSERT INTO alert_matches (alert_id, post_id, seq) VALUES ($1, $2, $3)", id, post, seq);
}

}  // namespace alerts
