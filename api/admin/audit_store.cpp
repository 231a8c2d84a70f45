#include "admin/audit_store.h"

namespace admin {

namespace {

std::optional<core::UserId> or_null(core::UserId user) {
  return user.value != 0 ? std::optional(user) : std::nullopt;
}

constexpr std::string_view select_entry =
    "SELECT l.id, l.at, a.username, l.source, l.action, l.subject_kind, l.subject_id, u.username, l.details, "
    "l.request_id, l.about_id, l.undo, n.id FROM audit_log AS l LEFT JOIN users AS a ON a.id = l.actor_id "
    "LEFT JOIN users AS u ON u.id = l.about_id "
    "LEFT JOIN audit_log AS n ON n.subject_kind = 'audit' AND n.subject_id = l.id WHERE ";

// What was done about reports of somebody, what was done with it, and what took it back: up to the user.
constexpr std::string_view without_reports =
    " AND NOT ((l.subject_kind = 'report' OR EXISTS (SELECT 1 FROM audit_log AS o WHERE o.subject_kind = "
    "'report' AND (o.id = json_extract(l.undo, '$.part_of') OR (l.subject_kind = 'audit' AND o.id = "
    "l.subject_id)))) AND coalesce(l.about_id, 0) = ";

std::vector<AuditEntry> entries(db::Rows rows) {
  std::vector<AuditEntry> out;
  while (rows.next()) {
    AuditEntry& one = out.emplace_back();
    one.id = rows.integer(0);
    one.at = rows.integer(1);
    one.actor = rows.optional_text(2);
    one.source = rows.text(3);
    one.action = rows.text(4);
    one.subject_kind = rows.text(5);
    one.subject_id = rows.integer(6);
    one.about = rows.optional_text(7);
    one.details = rows.text(8);
    one.request_id = rows.optional_text(9);
    one.about_id = rows.id<core::UserId>(10);
    one.undo = rows.optional_text(11);
    one.undone_by = rows.optional_integer(12);
  }
  return out;
}

}  // namespace

std::int64_t AuditStore::append(db::Tx& tx, const Actor& actor, std::string_view action,
                                const Subject& subject, std::string_view details, core::Millis now,
                                std::string_view undo) const {
  return tx.insert<std::int64_t>(
      "INSERT INTO audit_log (at, actor_id, source, action, subject_kind, subject_id, about_id, details, "
      "request_id, undo) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      now, or_null(actor.user), actor.source, action, subject.kind, subject.id, or_null(subject.about),
      details, actor.request_id.empty() ? std::nullopt : std::optional(actor.request_id),
      undo.empty() ? std::nullopt : std::optional(undo));
}

std::optional<AuditEntry> AuditStore::find(db::Tx& tx, std::int64_t id) const {
  auto found = entries(tx.query(std::string(select_entry) + "l.id = $1", id));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<AuditEntry> AuditStore::list(db::Tx& tx, const AuditFilter& filter,
                                         const core::Page& page) const {
  std::string sql = std::string(select_entry) + "TRUE";
  std::vector<db::Value> values{db::value(page.limit + 1)};
  const auto require = [&](std::string_view before, const db::Value& value, std::string_view after = "") {
    values.push_back(value);
    sql.append(before).append("$").append(std::to_string(values.size())).append(after);
  };
  // The name's id first, so that the index by it is used.
  if (filter.actor) {
    require(" AND l.actor_id = (SELECT id FROM users WHERE username = ", db::value(*filter.actor), ")");
  }
  if (filter.about) {
    require(" AND l.about_id = (SELECT id FROM users WHERE username = ", db::value(*filter.about), ")");
  }
  if (filter.action) require(" AND l.action = ", db::value(*filter.action));
  if (filter.without_looks) sql += " AND l.action <> 'report.view'";
  if (filter.viewer.value != 0) require(without_reports, db::value(filter.viewer), ")");
  if (page.after) require(" AND l.id < ", db::value(page.after->id));
  return entries(tx.query_with(sql + " ORDER BY l.id DESC LIMIT $1", values));
}

}  // namespace admin
