// The audit log in SQL: it is only appended to, which the schema itself sees to.
#pragma once

#include <string_view>
#include <vector>

#include "admin/audit.h"
#include "core/page.h"
#include "db/database.h"

namespace admin {

class AuditStore {
 public:
  // `details` is a JSON object.
  void append(db::Tx& tx, const Actor& actor, std::string_view action, const Subject& subject,
              std::string_view details, core::Millis now) const;
  // Newest first; up to page.limit + 1.
  std::vector<AuditEntry> list(db::Tx& tx, const AuditFilter& filter, const core::Page& page) const;
};

}  // namespace admin
