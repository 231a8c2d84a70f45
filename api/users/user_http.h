// The routes of accounts.
#pragma once

#include <vector>

#include "blocks/blocked_cache.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "users/user_cache.h"
#include "users/user_service.h"

namespace users {

// `pages` keeps users as others see them; `mail_requests` limits what a network may have mailed.
std::vector<http::Route> user_routes(UserService& users, blocks::BlockedCache& blocked, UserCache& pages,
                                     http::RateLimit& sign_ups, http::RateLimit& mail_requests,
                                     const core::Clock& clock);

}  // namespace users
