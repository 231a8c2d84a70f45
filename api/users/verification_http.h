// The routes of verifying one's address.
#pragma once

#include <vector>

#include "http/rate_limit.h"
#include "http/router.h"
#include "users/verification_service.h"

namespace users {

// `requests` limits what a network may have mailed.
std::vector<http::Route> verification_routes(VerificationService& verification, http::RateLimit& requests,
                                             const core::Clock& clock);

}  // namespace users
