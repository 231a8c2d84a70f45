// The audit log as JSON.
#pragma once

#include <string>

#include "admin/audit.h"

namespace admin {

std::string audit_json(const AuditEntry& entry);

}  // namespace admin
