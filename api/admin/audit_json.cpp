#include "admin/audit_json.h"

#include "json/writer.h"

namespace admin {

std::string audit_json(const AuditEntry& entry) {
  const std::string_view why_not = entry.undoing.why_not;
  json::Writer w;
  w.open()
      .integer("id", entry.id)
      .time("at", entry.at)
      .text("actor", entry.actor)
      .text("source", entry.source)
      .text("action", entry.action)
      .open("subject")
      .text("kind", entry.subject_kind)
      .integer("id", entry.subject_id != 0 ? std::optional(entry.subject_id) : std::nullopt)
      .close()
      .text("about", entry.about)
      .raw("details", entry.details)
      .text("request_id", entry.request_id)
      .open("undo")
      .boolean("possible", entry.undoing.possible)
      .text("why_not", why_not.empty() ? std::nullopt : std::optional(std::string(why_not)))
      .integer("undone_by", entry.undone_by)
      .integer("part_of", entry.undoing.part_of)
      .close()
      .close();
  return w.take();
}

}  // namespace admin
