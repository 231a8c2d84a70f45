#include "reports/report_store.h"

#include <limits>
#include <set>
#include <string>

#include "users/user_store.h"

namespace reports {

namespace {

const std::string select_report = "SELECT r.id, r.case_id, r.reason, r.note, r.evidence, r.created_at, " +
                                  std::string(users::user_card_columns) +
                                  " FROM reports AS r JOIN users AS u ON u.id = r.reporter_id ";

const std::string select_case =
    "SELECT c.id, c.kind, c.subject_id, coalesce(p.title, ''), h.cause IS NOT NULL AND h.cause = 'reports', "
    "c.state, "
    "c.reporters, c.opened_at, c.note, c.resolved_at, m.username, " +
    std::string(users::user_card_columns) +
    " FROM report_cases AS c JOIN users AS u ON u.id = c.owner_id LEFT JOIN users AS m ON m.id = "
    "c.resolved_by "
    "LEFT JOIN posts AS p ON c.kind = 'post' AND p.id = c.subject_id "
    "LEFT JOIN post_holds AS h ON c.kind = 'post' AND h.post_id = c.subject_id ";

std::vector<Report> read_reports(db::Rows rows) {
  std::vector<Report> out;
  while (rows.next()) {
    out.push_back({.id = rows.integer(0),
                   .case_id = rows.id<core::CaseId>(1),
                   .reporter = users::read_user_card(rows, 6),
                   .reason = rows.text(2),
                   .note = rows.text(3),
                   .evidence = rows.text(4),
                   .created_at = rows.integer(5)});
  }
  return out;
}

std::vector<Case> read_cases(db::Tx& tx, db::Rows rows) {
  std::vector<Case> out;
  while (rows.next()) {
    out.push_back({.id = rows.id<core::CaseId>(0),
                   .kind = rows.text(1),
                   .subject = rows.integer(2),
                   .owner = users::read_user_card(rows, 11),
                   .title = rows.text(3),
                   .held = rows.boolean(4),
                   .state = rows.text(5),
                   .reporters = rows.integer(6),
                   .reasons = {},
                   .opened_at = rows.integer(7),
                   .note = rows.optional_text(8),
                   .resolved_at = rows.optional_integer(9),
                   .resolved_by = rows.optional_text(10)});
  }
  for (Case& one : out) {
    auto counts = tx.query("SELECT reason, count(*) FROM reports WHERE case_id = $1 GROUP BY reason", one.id);
    while (counts.next()) one.reasons[counts.text(0)] = counts.integer(1);
  }
  return out;
}

// Where mails to that address arrive: kim+1@ and kim+2@ are one and the same person's.
std::string mailbox(const std::string& email) {
  const std::size_t at = email.rfind('@'), tag = email.find('+');
  return tag < at ? email.substr(0, tag) + email.substr(at) : email;
}

}  // namespace

std::optional<core::CaseId> ReportStore::open_case(db::Tx& tx, std::string_view kind,
                                                   std::int64_t subject) const {
  auto rows = tx.query("SELECT id FROM report_cases WHERE kind = $1 AND subject_id = $2 AND state = 'open'",
                       kind, subject);
  return rows.next() ? std::optional(rows.id<core::CaseId>(0)) : std::nullopt;
}

core::CaseId ReportStore::begin_case(db::Tx& tx, std::string_view kind, std::int64_t subject,
                                     core::UserId owner, core::Millis now) const {
  return tx.insert<core::CaseId>(
      "INSERT INTO report_cases (kind, subject_id, owner_id, opened_at) VALUES ($1, $2, $3, $4)", kind,
      subject, owner, now);
}

std::optional<Report> ReportStore::by_reporter(db::Tx& tx, core::CaseId id, core::UserId reporter) const {
  auto found =
      read_reports(tx.query(select_report + "WHERE r.case_id = $1 AND r.reporter_id = $2", id, reporter));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Report ReportStore::add(db::Tx& tx, core::CaseId id, core::UserId reporter, const NewReport& report,
                        std::string_view evidence, core::Millis now) const {
  tx.run(
      "INSERT INTO reports (case_id, reporter_id, reason, note, evidence, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      id, reporter, report.reason, report.note, evidence, now);
  tx.run("UPDATE report_cases SET reporters = reporters + 1 WHERE id = $1", id);
  return by_reporter(tx, id, reporter).value();
}

std::optional<core::Millis> ReportStore::nth_newest(db::Tx& tx, core::UserId reporter, std::int64_t nth,
                                                    core::Millis since, core::Millis until) const {
  auto rows = tx.query(
      "SELECT created_at FROM reports WHERE reporter_id = $1 AND created_at > $2 AND created_at <= $3 "
      "ORDER BY created_at DESC LIMIT 1 OFFSET $4",
      reporter, since, until, nth - 1);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

std::int64_t ReportStore::credible(db::Tx& tx, core::CaseId id, core::Millis before, core::Millis now) const {
  // Who has been answered about it already does not decide it anew: what a moderator has shown again would be
  // gone the next moment.
  auto rows = tx.query(
      "SELECT u.id, u.email, u.email_verified_at IS NOT NULL FROM reports AS r "
      "JOIN report_cases AS c ON c.id = r.case_id JOIN users AS u ON u.id = r.reporter_id WHERE r.case_id = "
      "$1 "
      "AND u.password_hash <> '' AND (u.email_verified_at IS NOT NULL OR u.created_at <= $2) AND NOT EXISTS "
      "(SELECT 1 FROM suspensions "
      "AS s WHERE s.user_id = u.id AND s.ended_at IS NULL AND (s.until IS NULL OR s.until > $3)) "
      "AND NOT EXISTS (SELECT 1 FROM reports AS o JOIN report_cases AS d ON d.id = o.case_id WHERE "
      "o.reporter_id = u.id AND d.kind = c.kind AND d.subject_id = c.subject_id AND d.state <> 'open')",
      id, before, now);
  std::set<std::string> voices;
  while (rows.next())
    voices.insert(rows.boolean(2) ? mailbox(rows.text(1)) : std::to_string(rows.integer(0)));
  return static_cast<std::int64_t>(voices.size());
}

std::optional<Case> ReportStore::find(db::Tx& tx, core::CaseId id) const {
  auto found = read_cases(tx, tx.query(select_case + "WHERE c.id = $1", id));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Case> ReportStore::list(db::Tx& tx, const CaseFilter& filter, const core::Page& page) const {
  std::string sql = select_case + "WHERE c.state = $1 ";
  std::vector<db::Value> values{db::value(filter.state), db::value(page.limit + 1)};
  const auto require = [&](const std::string& condition, const db::Value& value) {
    values.push_back(value);
    sql += "AND " + condition + " $" + std::to_string(values.size()) + " ";
  };
  if (filter.kind) require("c.kind =", db::value(*filter.kind));
  if (filter.owner) require("u.username =", db::value(*filter.owner));
  if (filter.not_about.value != 0) require("c.owner_id <>", db::value(filter.not_about));
  const bool oldest_first = filter.state == "open";
  if (filter.most_reported_first) {
    if (page.after) {
      values.push_back(db::value(page.after->key));
      values.push_back(db::value(page.after->id));
      const auto key = std::to_string(values.size() - 1);
      sql += "AND (c.reporters < $" + key + " OR (c.reporters = $" + key + " AND c.id > $" +
             std::to_string(values.size()) + ")) ";
    }
    sql += "ORDER BY c.reporters DESC, c.id LIMIT $2";
  } else {
    if (page.after) require(oldest_first ? "c.id >" : "c.id <", db::value(page.after->id));
    sql += oldest_first ? "ORDER BY c.id LIMIT $2" : "ORDER BY c.id DESC LIMIT $2";
  }
  return read_cases(tx, tx.query_with(sql, values));
}

std::vector<Report> ReportStore::of_case(db::Tx& tx, core::CaseId id) const {
  constexpr int max_shown = 100;  // one more voice than that tells nothing new
  return read_reports(tx.query(select_report + "WHERE r.case_id = $1 ORDER BY r.id LIMIT $2", id, max_shown));
}

void ReportStore::resolve(db::Tx& tx, core::CaseId id, std::string_view outcome, std::string_view note,
                          core::UserId by, core::Millis now) const {
  tx.run(
      "UPDATE report_cases SET state = $2, note = $3, resolved_by = $4, resolved_at = $5 WHERE id = $1 "
      "AND state = 'open'",
      id, outcome, note, by, now);
  // Of one who has left it was kept for this decision alone.
  tx.run(
      "UPDATE reports SET evidence = '{}' WHERE case_id = $1 AND EXISTS (SELECT 1 FROM report_cases AS c "
      "JOIN "
      "users AS u ON u.id = c.owner_id WHERE c.id = $1 AND u.password_hash = '')",
      id);
}

void ReportStore::reopen(db::Tx& tx, core::CaseId id) const {
  tx.run(
      "UPDATE report_cases SET state = 'open', note = NULL, resolved_by = NULL, resolved_at = NULL WHERE id "
      "= $1",
      id);
}

void ReportStore::forget(db::Tx& tx, core::UserId user) const {
  tx.run(
      "UPDATE reports SET evidence = '{}' WHERE case_id IN (SELECT id FROM report_cases WHERE owner_id = $1 "
      "AND state <> 'open')",
      user);
  tx.run(
      "UPDATE reports SET evidence = json_remove(json_replace(evidence, '$.from', ''), '$.display_name', "
      "'$.bio') WHERE case_id IN (SELECT id FROM report_cases WHERE owner_id = $1 AND state = 'open')",
      user);
}

std::int64_t ReportStore::forget_decided(db::Tx& tx, core::Millis before, int limit) const {
  return tx.run(
      "UPDATE reports SET evidence = '{}' WHERE id IN (SELECT r.id FROM reports AS r JOIN report_cases AS c "
      "ON "
      "c.id = r.case_id WHERE c.state <> 'open' AND c.resolved_at < $1 AND r.evidence <> '{}' LIMIT $2)",
      before, limit);
}

}  // namespace reports
