// The routes of accounts.
#pragma once

#include <vector>

#include "blocks/blocked_cache.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "users/user_cache.h"
#include "users/user_service.h"

namespace users {

// `pages` keeps users as others see them.
std::vector<http::Route> user_routes(UserService& users, blocks::BlockedCache& blocked, UserCache& pages,
                                     http::RateLimit& sign_ups, const core::Clock& clock);

}  // namespace users
