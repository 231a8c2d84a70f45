// The routes of sessions.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "users/session_service.h"

namespace users {

// `allowed_origins`: whose pages may sign a browser in.
std::vector<http::Route> session_routes(SessionService& sessions, std::vector<std::string> allowed_origins,
                                        core::Millis lifetime);

}  // namespace users
