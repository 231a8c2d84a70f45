// The routes of the audit log.
#pragma once

#include <vector>

#include "admin/audit_service.h"
#include "http/router.h"

namespace admin {

std::vector<http::Route> audit_routes(AuditService& audit);

}  // namespace admin
