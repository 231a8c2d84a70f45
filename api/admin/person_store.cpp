#include "admin/person_store.h"

#include "admin/audit_store.h"
#include "core/text.h"
#include "users/user_store.h"

namespace admin {

namespace {

constexpr int history_shown = 20;

// A text to be found as it is, within LIKE's own signs.
std::string containing(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

core::Millis midnight_in_korea(core::Millis now) {
  constexpr core::Millis ahead = 9 * core::hour;  // there is no summer time
  return (now + ahead) / core::day * core::day - ahead;
}

}  // namespace

std::optional<Person> PersonStore::find(db::Tx& tx, std::string_view username, core::UserId viewer) const {
  auto user = users::UserStore().find(tx, username);
  if (!user) return std::nullopt;
  return with_history(tx, std::move(*user), viewer);
}

Person PersonStore::get(db::Tx& tx, core::UserId id) const {
  return with_history(tx, users::UserStore().find(tx, id).value(), {});
}

Person PersonStore::with_history(db::Tx& tx, users::User user, core::UserId viewer) const {
  Person out;
  out.user = std::move(user);
  const core::UserId id = out.user.card.id;
  if (id != viewer) {
    out.open_cases = db::first_integer(
        tx.query("SELECT count(*) FROM report_cases WHERE owner_id = $1 AND state = 'open'", id));
    out.past_cases = db::first_integer(
        tx.query("SELECT count(*) FROM report_cases WHERE owner_id = $1 AND state <> 'open'", id));
  }
  out.reports_made = db::first_integer(tx.query("SELECT count(*) FROM reports WHERE reporter_id = $1", id));
  // Without those that were taken back; and if that was, too, they count again.
  out.warnings = db::first_integer(tx.query(
      "WITH RECURSIVE acts (id, counts) AS (SELECT id, 1 FROM audit_log WHERE about_id = $1 AND action = "
      "'user.warn' "
      "UNION ALL SELECT l.id, -a.counts FROM acts AS a JOIN audit_log AS l ON l.subject_kind = 'audit' AND "
      "l.subject_id = a.id) SELECT coalesce(sum(counts), 0) FROM acts",
      id));
  out.history = AuditStore().list(
      tx,
      {.actor = {}, .about = out.user.card.username, .action = {}, .without_looks = true, .viewer = viewer},
      {history_shown - 1, {}});
  return out;
}

std::vector<PersonLine> PersonStore::list(db::Tx& tx, const PersonFilter& filter, const core::Page& page,
                                          core::Millis now) const {
  std::string sql =
      "SELECT u.role, u.created_at, x.reason, x.until, (SELECT count(*) FROM report_cases AS c WHERE "
      "c.owner_id = "
      "u.id AND c.state = 'open'), " +
      std::string(users::user_card_columns) +
      " FROM users AS u LEFT JOIN suspensions AS x ON x.user_id = u.id AND x.ended_at IS NULL "
      "AND (x.until IS NULL OR x.until > $2) WHERE TRUE";
  std::vector<db::Value> values{db::value(page.limit + 1), db::value(now)};
  const auto param = [&values](const db::Value& value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  };
  std::string whole;
  std::string pattern;
  if (filter.q) {
    whole = core::lower_ascii(*filter.q);
    pattern = containing(whole);
    const std::string name = param(db::value(pattern));
    // An address only as a whole: by its parts it could be read out, which no moderator is shown.
    sql += " AND (u.username LIKE " + name + " ESCAPE '\\' OR lower(u.display_name) LIKE " + name +
           " ESCAPE '\\' OR lower(u.email) = " + param(db::value(whole)) + ")";
  }
  if (filter.role) sql += " AND u.role = " + param(db::value(*filter.role));
  if (filter.suspended) sql += " AND x.id IS NOT NULL";
  if (page.after) sql += " AND u.id < " + param(db::value(page.after->id));
  std::vector<PersonLine> out;
  auto rows = tx.query_with(sql + " ORDER BY u.id DESC LIMIT $1", values);
  while (rows.next()) {
    PersonLine& line = out.emplace_back();
    line.role = rows.text(0);
    line.created_at = rows.integer(1);
    if (!rows.null(2)) line.suspension = http::Suspension{rows.optional_integer(3), rows.text(2)};
    line.open_cases = rows.integer(4);
    line.card = users::read_user_card(rows, 5);
  }
  return out;
}

Overview PersonStore::overview(db::Tx& tx, core::UserId viewer, core::Millis now) const {
  Overview out;
  const auto count = [&tx](std::string_view sql) { return db::first_integer(tx.query(sql)); };
  {
    auto rows = tx.query(
        "SELECT count(*), min(opened_at) FROM report_cases WHERE state = 'open' AND owner_id <> $1", viewer);
    rows.next();
    out.open_reports = rows.integer(0);
    out.oldest_report_at = rows.optional_integer(1);
  }
  out.open_appeals = count("SELECT count(*) FROM appeals WHERE state = 'open'");
  out.held_posts = count("SELECT count(*) FROM post_holds WHERE cause = 'reports'");
  out.hidden_posts = count("SELECT count(*) FROM post_holds WHERE cause = 'moderator'");
  out.suspended_users = db::first_integer(
      tx.query("SELECT count(*) FROM suspensions WHERE ended_at IS NULL AND until > $1", now));
  out.banned_users = count("SELECT count(*) FROM suspensions WHERE ended_at IS NULL AND until IS NULL");
  out.users = count("SELECT count(*) FROM users");
  out.sign_ups_today = db::first_integer(
      tx.query("SELECT count(*) FROM users WHERE created_at >= $1", midnight_in_korea(now)));
  out.posts_on_sale =
      count("SELECT count(*) FROM posts WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL");
  return out;
}

}  // namespace admin
