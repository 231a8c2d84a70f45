// The routes of accounts.
#pragma once

#include <vector>

#include "http/rate_limit.h"
#include "http/router.h"
#include "users/user_service.h"

namespace users {

std::vector<http::Route> user_routes(UserService& users, http::RateLimit& sign_ups, const core::Clock& clock);

}  // namespace users
