// The routes of moderation: /admin/…, and appeals.
#pragma once

#include <vector>

#include "admin/admin_service.h"
#include "admin/appeal_service.h"
#include "admin/case_service.h"
#include "admin/moderation_service.h"
#include "core/clock.h"
#include "http/router.h"

namespace admin {

struct Services {
  AdminService& admin;
  CaseService& cases;
  ModerationService& moderation;
  AppealService& appeals;
};

std::vector<http::Route> admin_routes(Services services, const core::Clock& clock);

}  // namespace admin
