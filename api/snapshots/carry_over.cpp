#include "snapshots/carry_over.h"

#include <optional>
#include <utility>
#include <vector>

#include "users/suspension_store.h"

// SQLite's SQL, and not the common one: two databases in one statement are its own matter.

namespace snapshots {

namespace {

// Who is in both states. Numbers are not given out again, so that the name is only there to be sure.
constexpr std::string_view both =
    "(SELECT m.id FROM users m JOIN present.users p ON p.id = m.id AND p.username = m.username)";

// "id, user_id, reason": the columns that both states have, whatever their order.
std::string columns(db::Tx& tx, const std::string& table) {
  auto rows = tx.query("SELECT group_concat(name, ', ') FROM pragma_table_info($1)", table);
  rows.next();
  return rows.text(0);
}

// `text` with each {both} written out.
std::string sql(std::string text) {
  constexpr std::string_view mark = "{both}";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + both.size())) {
    text.replace(at, mark.size(), both);
  }
  return text;
}

// The rows of people who are in both states become those of the present.
void replace_rows(db::Tx& tx, const std::string& table) {
  const std::string names = columns(tx, table);
  tx.run("DELETE FROM " + table + " WHERE user_id IN (SELECT id FROM present.users)");
  tx.run(sql("INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM present." + table +
             " WHERE user_id IN {both}"));
}

// Rows of the present that the old state has not, or has otherwise, take their place under their number. In
// the order of these, as of some things only one may be open at a time.
void put_rows(db::Tx& tx, const std::string& table, const std::string& which) {
  const std::string names = columns(tx, table);
  std::string set;
  auto rows = tx.query("SELECT name FROM pragma_table_info($1) WHERE name <> 'id'", table);
  while (rows.next()) {
    const std::string name = rows.text(0);
    set += (set.empty() ? "" : ", ") + name + " = excluded." + name;
  }
  tx.run(sql("INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM present." + table +
             " AS p WHERE " + which + " ORDER BY id ON CONFLICT (id) DO UPDATE SET " + set));
}

struct Address {
  std::int64_t user = 0;
  std::string email, old_email;
  std::optional<std::int64_t> verified_at, old_verified_at;
  std::optional<std::string> campus, old_campus;
};

// In two steps, since two people may have changed places. An address that somebody has whom the present does
// not know stays theirs.
std::int64_t carry_emails(db::Tx& tx) {
  std::vector<Address> moved;
  {
    auto rows = tx.query(
        sql("SELECT p.id, p.email, m.email, p.email_verified_at, m.email_verified_at, p.campus, m.campus "
            "FROM users m JOIN present.users p ON p.id = m.id WHERE m.id IN {both} AND "
            "(p.email, p.email_verified_at, p.campus) IS NOT (m.email, m.email_verified_at, m.campus)"));
    while (rows.next()) {
      moved.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.optional_integer(3),
                       rows.optional_integer(4), rows.optional_text(5), rows.optional_text(6)});
    }
  }
  for (const auto& address : moved) {
    tx.run("UPDATE users SET email = $2, email_verified_at = NULL, campus = NULL WHERE id = $1", address.user,
           std::to_string(address.user) + "@moved.invalid");
  }
  std::int64_t count = 0;
  std::vector<const Address*> taken;
  constexpr std::string_view set =
      "UPDATE OR IGNORE users SET email = $2, email_verified_at = $3, campus = $4 WHERE id = $1";
  for (const auto& address : moved) {
    if (tx.run(set, address.user, address.email, address.verified_at, address.campus) == 0) {
      taken.push_back(&address);
    } else if (address.email != address.old_email) {
      ++count;
    }
  }
  for (const auto* address : taken) {
    tx.run(set, address->user, address->old_email, address->old_verified_at, address->old_campus);
  }
  return count;
}

void carry_accounts(db::Tx& tx, CarriedOver& out) {
  const auto changed = [&tx](const std::string& column) {
    return db::first_integer(
        tx.query(sql("SELECT count(*) FROM users m JOIN present.users p ON p.id = m.id WHERE m.id IN "
                     "{both} AND p." +
                     column + " <> m." + column)));
  };
  out.passwords = changed("password_hash");
  out.roles = changed("role");
  tx.run(
      sql("UPDATE users SET password_hash = p.password_hash, role = p.role FROM present.users AS p "
          "WHERE p.id = users.id AND users.id IN {both} AND (p.password_hash, p.role) <> "
          "(users.password_hash, users.role)"));
  out.emails = carry_emails(tx);
  tx.run(
      "INSERT INTO left_names (name_hash, left_at) SELECT name_hash, left_at FROM present.left_names WHERE "
      "TRUE "
      "ON CONFLICT (name_hash) DO UPDATE SET left_at = max(left_at, excluded.left_at)");
  replace_rows(tx, "sessions");
  out.sessions = db::first_integer(tx.query(sql("SELECT count(*) FROM sessions WHERE user_id IN {both}")));
  replace_rows(tx, "sign_in_places");
  replace_rows(tx, "known_devices");
  // What was mailed and is not used is of use, and nothing else: to addresses that are the present's. Wishes
  // that nobody has looked at are asked for again.
  for (const std::string table : {"email_codes", "password_resets"}) {
    tx.run("DELETE FROM " + table);
    replace_rows(tx, table);
    tx.run("DELETE FROM " + table + " WHERE email <> (SELECT u.email FROM users u WHERE u.id = " + table +
           ".user_id)");
  }
}

// Of one thing only one case is open: that of the present, where both states have one. Answers which (old,
// present).
std::vector<std::pair<std::int64_t, std::int64_t>> make_room_for_cases(db::Tx& tx, const std::string& which,
                                                                       core::Millis now) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  auto rows = tx.query(
      sql("SELECT m.id, p.id FROM report_cases AS m JOIN present.report_cases AS p ON p.kind = m.kind AND "
          "p.subject_id = m.subject_id AND p.id <> m.id WHERE m.state = 'open' AND p.state = 'open' AND " +
          which));
  while (rows.next()) out.emplace_back(rows.integer(0), rows.integer(1));
  for (const auto& [old, present] : out) {
    tx.run("UPDATE report_cases SET state = 'dismissed', resolved_at = $2 WHERE id = $1", old, now);
  }
  return out;
}

void carry_reports(db::Tx& tx, core::Millis now) {
  // Cases whose subject is there, by the reporters who are. (Not all need be: a case is counted anew.)
  const std::string which =
      "p.owner_id IN {both} AND CASE p.kind WHEN 'user' THEN p.subject_id IN {both} WHEN 'post' THEN "
      "p.subject_id "
      "IN (SELECT id FROM posts) ELSE p.subject_id IN (SELECT id FROM messages) END"
      " AND EXISTS (SELECT 1 FROM present.reports r WHERE r.case_id = p.id AND r.reporter_id IN "
      "{both}) AND (p.resolved_by IS NULL OR p.resolved_by IN (SELECT id FROM users))";
  const auto twice = make_room_for_cases(tx, which, now);
  put_rows(tx, "report_cases", which);
  put_rows(tx, "reports", "p.reporter_id IN {both} AND p.case_id IN (SELECT id FROM report_cases)");
  for (const auto& [old, present] : twice) {
    tx.run("UPDATE OR IGNORE reports SET case_id = $2 WHERE case_id = $1", old, present);
    tx.run("DELETE FROM reports WHERE case_id = $1", old);
    tx.run("DELETE FROM report_cases WHERE id = $1", old);
  }
  tx.run(
      "UPDATE report_cases SET reporters = (SELECT count(*) FROM reports r WHERE r.case_id = "
      "report_cases.id) "
      "WHERE reporters <> (SELECT count(*) FROM reports r WHERE r.case_id = report_cases.id)");
}

void carry_words_of_moderators(db::Tx& tx, CarriedOver& out, core::Millis now) {
  // What is decided is so, also by somebody who is not there: first, as something may have been opened since
  // in its place.
  for (const std::string table : {"report_cases", "appeals"}) {
    tx.run("UPDATE " + table +
           " SET state = p.state, note = p.note, resolved_at = p.resolved_at FROM present." + table +
           " AS p WHERE p.id = " + table + ".id AND " + table + ".state = 'open' AND p.state <> 'open'");
  }
  const auto before = db::first_integer(tx.query("SELECT count(*) FROM reports"));
  carry_reports(tx, now);
  out.reports = db::first_integer(tx.query("SELECT count(*) FROM reports")) - before;
  // A warning that was taken back before it was read.
  tx.run(sql(
      "DELETE FROM account_notices WHERE change = 'warned' AND seen_at IS NULL AND user_id IN {both} AND id "
      "NOT IN (SELECT id FROM present.account_notices)"));
  put_rows(tx, "account_notices",
           "p.user_id IN {both} AND (p.post_id IS NULL OR p.post_id IN (SELECT id FROM posts))");
  put_rows(tx, "appeals",
           "p.user_id IN {both} AND CASE WHEN p.post_id IS NULL THEN p.suspension_id IN (SELECT id FROM "
           "suspensions) ELSE p.post_id IN (SELECT id FROM posts) END AND (p.resolved_by IS NULL OR "
           "p.resolved_by IN (SELECT id FROM users))");
  // What it is about may have ended in the old state alone: a suspension whose time is up ends there.
  tx.run(
      "UPDATE appeals SET state = 'closed', resolved_at = $1 WHERE state = 'open' AND (suspension_id IN "
      "(SELECT "
      "id FROM suspensions WHERE ended_at IS NOT NULL) OR post_id IN (SELECT id FROM posts WHERE deleted_at "
      "IS "
      "NULL AND id NOT IN (SELECT post_id FROM post_holds WHERE cause <> 'suspension')))",
      now);
}

// Who did it, or whom it concerns, may not be there any more: then the entry says their name itself.
std::int64_t carry_audit_log(db::Tx& tx) {
  const std::string names = columns(tx, "audit_log");
  std::string values;
  auto rows = tx.query("SELECT name FROM pragma_table_info('audit_log')");
  while (rows.next()) {
    const std::string name = rows.text(0);
    values += values.empty() ? "" : ", ";
    if (name == "actor_id" || name == "about_id") {
      values += "CASE WHEN l." + name + " IN (SELECT id FROM users) THEN l." + name + " END";
    } else if (name == "details") {
      values +=
          "json_patch(l.details, json_object("
          "'actor_name', CASE WHEN l.actor_id NOT IN (SELECT id FROM users) THEN a.username ELSE l.details "
          "->> '$.actor_name' END, "
          "'about_name', CASE WHEN l.about_id NOT IN (SELECT id FROM users) THEN b.username ELSE l.details "
          "->> '$.about_name' END))";
    } else {
      values += "l." + name;
    }
  }
  return tx.run(
      "INSERT INTO audit_log (" + names + ") SELECT " + values +
      " FROM present.audit_log AS l LEFT JOIN present.users AS a ON a.id = l.actor_id LEFT JOIN "
      "present.users AS b ON b.id = l.about_id WHERE l.id > coalesce((SELECT max(id) FROM audit_log), 0) "
      "ORDER BY l.id");
}

// What waits in the old state and was sent or dropped since is over; what came since does not go out.
void carry_mails(db::Tx& tx, core::Millis now) {
  // The number alone is not enough: where a database was exchanged by hand it may be somebody else's mail,
  // and this one would go out with that one's text.
  tx.run(
      "UPDATE mails SET state = p.state, body = p.body, attempts = p.attempts, next_at = p.next_at FROM "
      "present.mails AS p WHERE p.id = mails.id AND p.user_id = mails.user_id AND p.created_at = "
      "mails.created_at AND mails.state = 'waiting'");
  tx.run(
      "UPDATE mails SET state = 'dropped', body = NULL, next_at = $1 WHERE state = 'waiting' AND NOT EXISTS "
      "(SELECT 1 FROM present.mails AS p WHERE p.id = mails.id AND p.user_id = mails.user_id AND "
      "p.created_at = mails.created_at)",
      now);
  const std::string names = columns(tx, "mails");
  tx.run(sql("INSERT INTO mails (" + names + ") SELECT " + names +
             " FROM present.mails WHERE user_id IN {both} AND id NOT IN (SELECT id FROM mails) AND state <> "
             "'waiting'"));
  tx.run(
      sql("INSERT INTO mails (id, user_id, kind, recipient, subject, state, attempts, next_at, useful_until, "
          "created_at) SELECT id, user_id, kind, recipient, subject, 'dropped', attempts, $1, useful_until, "
          "created_at FROM present.mails WHERE user_id IN {both} AND id NOT IN (SELECT id FROM mails)"),
      now);
}

// Nobody knows how many were given out since: far more than in any time that lies between two snapshots.
constexpr std::int64_t unknown_numbers = 1'000'000;

void carry_numbers(db::Tx& tx) {
  tx.run(
      "UPDATE sqlite_sequence SET seq = p.seq FROM present.sqlite_sequence AS p WHERE p.name = "
      "sqlite_sequence.name AND p.seq > sqlite_sequence.seq");
  tx.run(
      "INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM present.sqlite_sequence WHERE name NOT "
      "IN "
      "(SELECT name FROM sqlite_sequence)");
  tx.run("UPDATE alert_tickets SET newest = max(newest, (SELECT newest FROM present.alert_tickets))");
  // Who has seen a version of the undone time would otherwise change, unseen, another one of that number.
  for (const std::string table : {"posts", "deals"}) {
    tx.run("UPDATE " + table + " SET version = p.version + 1 FROM present." + table +
           " AS p WHERE p.id = " + table + ".id AND p.version > " + table + ".version");
  }
}

}  // namespace

CarriedOver CarryOver::run(db::Tx& tx, core::Millis now) const {
  CarriedOver out;
  // Before anything that adds rows of its own.
  carry_numbers(tx);
  out.left = leave(tx);
  carry_accounts(tx, out);
  out.suspensions = carry_suspensions(tx);
  out.holds = carry_holds(tx);
  out.blocks = carry_blocks(tx, now);
  carry_words_of_moderators(tx, out, now);
  carry_mails(tx, now);
  // Last: what the clock had decided before somebody was blocked, or has left, stays so.
  deals_.give_time(tx, now);
  // What staff did stays done, and so do the answers to it: a rollback that is asked for again under its key
  // does not happen again. What they bought, sold and wrote is undone as everybody's is: they would be told
  // that it is there, and it would never be.
  const std::string answer = columns(tx, "idempotency_keys");
  tx.run(
      sql("INSERT INTO idempotency_keys (" + answer + ") SELECT " + answer +
          " FROM present.idempotency_keys AS p WHERE user_id IN {both} AND user_id IN (SELECT id FROM users "
          "WHERE role <> 'user') AND as_staff = 1 AND (user_id, key) NOT IN (SELECT user_id, key FROM "
          "idempotency_keys)"));
  out.audit_entries = carry_audit_log(tx);
  carry_numbers(tx);
  tx.run(
      "UPDATE meta SET value = (SELECT value FROM present.meta WHERE name = 'market') WHERE name = 'market'");
  return out;
}

void CarryOver::without_present(db::Tx& tx, core::Millis now) const {
  for (const std::string table : {"sessions", "password_resets", "email_codes"})
    tx.run("DELETE FROM " + table);
  tx.run("UPDATE mails SET state = 'dropped', body = NULL, next_at = $1 WHERE state = 'waiting'", now);
  deals_.give_time(tx, now);
  skip_numbers(tx);
}

void skip_numbers(db::Tx& tx) {
  // But for the audit log, in which a gap tells that entries were taken away.
  tx.run("UPDATE sqlite_sequence SET seq = seq + $1 WHERE name <> 'audit_log'", unknown_numbers);
  tx.run("UPDATE alert_tickets SET newest = newest + $1", unknown_numbers);
  for (const std::string table : {"posts", "deals"})
    tx.run("UPDATE " + table + " SET version = version + $1", unknown_numbers);
}

std::int64_t CarryOver::leave(db::Tx& tx) const {
  std::vector<std::pair<core::UserId, std::string>> left;
  {
    auto rows = tx.query(
        "SELECT p.id, p.username FROM users m JOIN present.users p ON p.id = m.id WHERE p.password_hash = '' "
        "AND "
        "m.password_hash <> ''");
    while (rows.next()) left.emplace_back(rows.id<core::UserId>(0), rows.text(1));
  }
  for (const auto& [user, name] : left) users_.remove_again(tx, user, name);
  // Those who were about to go on with it, by the next sweep.
  tx.run(sql(
      "INSERT INTO leaving (user_id) SELECT user_id FROM present.leaving WHERE user_id IN {both} ON CONFLICT "
      "(user_id) DO NOTHING"));
  return static_cast<std::int64_t>(left.size());
}

std::int64_t CarryOver::carry_suspensions(db::Tx& tx) const {
  const auto changed = db::first_integer(
      tx.query(sql("SELECT count(*) FROM present.suspensions p LEFT JOIN suspensions m ON m.id = p.id WHERE "
                   "p.user_id IN {both} AND (m.id, m.until, m.ended_at, m.lifted) IS NOT (p.id, p.until, "
                   "p.ended_at, p.lifted)")));
  // Those that have ended end as they would by themselves, so that what was hidden for them is shown again.
  tx.run(
      "UPDATE suspensions SET until = 0, lifted = 1 WHERE ended_at IS NULL AND id IN (SELECT id FROM "
      "present.suspensions WHERE ended_at IS NOT NULL)");
  moderation_.settle();
  put_rows(tx, "suspensions", "p.user_id IN {both}");
  // The posts and deals of those who are suspended are on the market again.
  tx.run("UPDATE suspensions SET settled = 0 WHERE ended_at IS NULL");
  moderation_.settle();
  return changed;
}

std::int64_t CarryOver::carry_holds(db::Tx& tx) const {
  struct Change {
    core::PostId post;
    std::optional<std::string> cause;  // none: released
    std::string reason;
  };
  std::vector<Change> changes;
  {
    auto rows = tx.query(
        "SELECT h.post_id, h.cause, h.reason FROM present.post_holds h JOIN posts p ON p.id = h.post_id LEFT "
        "JOIN "
        "post_holds m ON m.post_id = h.post_id WHERE h.cause <> 'suspension' AND p.deleted_at IS NULL AND "
        "(m.cause, m.reason) IS NOT (h.cause, h.reason) UNION ALL "
        "SELECT m.post_id, NULL, '' FROM post_holds m JOIN present.posts p ON p.id = m.post_id LEFT JOIN "
        "present.post_holds h ON h.post_id = m.post_id WHERE m.cause <> 'suspension' AND p.deleted_at IS "
        "NULL AND "
        "coalesce(h.cause, 'suspension') = 'suspension' UNION ALL "
        // Hidden, and then deleted by its seller: of the present only the word to them is left.
        "SELECT n.post_id, CASE n.reason WHEN '' THEN 'reports' ELSE 'moderator' END, n.reason FROM "
        "present.account_notices n JOIN present.posts p ON p.id = n.post_id JOIN posts m ON m.id = n.post_id "
        "WHERE n.change = 'post_hidden' AND p.deleted_at IS NOT NULL AND m.deleted_at IS NULL AND n.id = "
        "(SELECT max(x.id) FROM present.account_notices x WHERE x.post_id = n.post_id AND x.change IN "
        "('post_hidden', 'post_restored')) AND m.id NOT IN (SELECT post_id FROM post_holds WHERE cause <> "
        "'suspension')");
    while (rows.next()) {
      changes.push_back({rows.id<core::PostId>(0), rows.optional_text(1), rows.text(2)});
    }
  }
  const users::SuspensionStore suspensions;
  for (const auto& change : changes) {
    const posts::Post post = posts_.any(tx, change.post);
    if (change.cause) {
      posts_.hold(tx, post, *change.cause, change.reason);
    } else {
      posts_.release(tx, post, suspensions.current(tx, post.seller.id).has_value());
    }
  }
  // Appeals are counted from then on, and an act can be taken back that the hold is still from.
  tx.run(
      "UPDATE post_holds SET at = h.at FROM present.post_holds AS h WHERE h.post_id = post_holds.post_id AND "
      "h.cause = post_holds.cause AND h.cause <> 'suspension'");
  return static_cast<std::int64_t>(changes.size());
}

std::int64_t CarryOver::carry_blocks(db::Tx& tx, core::Millis now) const {
  const auto lifted = tx.run(
      "DELETE FROM blocks WHERE blocker_id IN (SELECT id FROM present.users) AND blocked_id IN (SELECT id "
      "FROM "
      "present.users) AND (blocker_id, blocked_id) NOT IN (SELECT blocker_id, blocked_id FROM "
      "present.blocks)");
  std::vector<std::pair<core::UserId, core::UserId>> set;
  {
    auto rows =
        tx.query(sql("SELECT blocker_id, blocked_id FROM present.blocks WHERE blocker_id IN {both} AND "
                     "blocked_id IN {both} "
                     "AND (blocker_id, blocked_id) NOT IN (SELECT blocker_id, blocked_id FROM blocks)"));
    while (rows.next()) set.emplace_back(rows.id<core::UserId>(0), rows.id<core::UserId>(1));
  }
  for (const auto& [blocker, blocked] : set) {
    blocks_.add(tx, blocker, blocked, now);
    deals_.end_between(tx, blocker, blocked);
  }
  return lifted + static_cast<std::int64_t>(set.size());
}

Since count_undone(db::Tx& tx) {
  const auto gone = [&tx](const std::string& table) {
    return db::first_integer(tx.query("SELECT count(*) FROM present." + table +
                                      " AS p WHERE NOT EXISTS (SELECT 1 FROM main." + table +
                                      " AS m WHERE m.id = p.id)"));
  };
  return {gone("users"),
          gone("posts"),
          gone("messages"),
          gone("deals"),
          db::first_integer(tx.query(
              "SELECT count(*) FROM present.reviews AS p WHERE NOT EXISTS (SELECT 1 FROM main.reviews AS m "
              "WHERE m.deal_id = p.deal_id AND m.author_id = p.author_id)")),
          gone("photos")};
}

}  // namespace snapshots
