// The audit log in SQL: it is only appended to, which the schema itself sees to.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "admin/audit.h"
#include "core/page.h"
#include "db/database.h"

namespace admin {

class AuditStore {
 public:
  // `details` is a JSON object; `undo` what change.h makes, or nothing for what can't be taken back. The
  // entry's id.
  std::int64_t append(db::Tx& tx, const Actor& actor, std::string_view action, const Subject& subject,
                      std::string_view details, core::Millis now, std::string_view undo = {}) const;
  std::optional<AuditEntry> find(db::Tx& tx, std::int64_t id) const;
  // Newest first; up to page.limit + 1.
  std::vector<AuditEntry> list(db::Tx& tx, const AuditFilter& filter, const core::Page& page) const;
};

}  // namespace admin
