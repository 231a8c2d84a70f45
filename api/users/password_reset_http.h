// The routes of resetting a password.
#pragma once

#include <vector>

#include "http/rate_limit.h"
#include "http/router.h"
#include "users/password_reset_service.h"

namespace users {

// `requests` limits what a network may have mailed.
std::vector<http::Route> password_reset_routes(PasswordResetService& resets, http::RateLimit& requests,
                                               const core::Clock& clock);

}  // namespace users
