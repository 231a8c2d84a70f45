#include "admin/audit_store.h"

namespace admin {

namespace {

std::optional<core::UserId> or_null(core::UserId user) {
  return user.value != 0 ? std::optional(user) : std::nullopt;
}

}  // namespace

void AuditStore::append(db::Tx& tx, const Actor& actor, std::string_view action, const Subject& subject,
                        std::string_view details, core::Millis now) const {
  tx.run(
      "INSERT INTO audit_log (at, actor_id, source, action, subject_kind, subject_id, about_id, details, "
      "request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      now, or_null(actor.user), actor.source, action, subject.kind, subject.id, or_null(subject.about),
      details, actor.request_id.empty() ? std::nullopt : std::optional(actor.request_id));
}

std::vector<AuditEntry> AuditStore::list(db::Tx& tx, const AuditFilter& filter,
                                         const core::Page& page) const {
  std::string sql =
      "SELECT l.id, l.at, a.username, l.source, l.action, l.subject_kind, l.subject_id, u.username, "
      "l.details, "
      "l.request_id FROM audit_log AS l LEFT JOIN users AS a ON a.id = l.actor_id "
      "LEFT JOIN users AS u ON u.id = l.about_id WHERE TRUE";
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
  if (page.after) require(" AND l.id < ", db::value(page.after->id));
  std::vector<AuditEntry> out;
  auto rows = tx.query_with(sql + " ORDER BY l.id DESC LIMIT $1", values);
  while (rows.next()) {
    out.push_back({rows.integer(0), rows.integer(1), rows.optional_text(2), rows.text(3), rows.text(4),
                   rows.text(5), rows.integer(6), rows.optional_text(7), rows.text(8),
                   rows.optional_text(9)});
  }
  return out;
}

}  // namespace admin
