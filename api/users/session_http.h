// The routes of sessions.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "core/live.h"
#include "http/network.h"
#include "http/router.h"
#include "users/session_service.h"

namespace users {

// 204, and the cookie taken away if that was how the user was signed in.
http::Response signed_out(const http::Request& request, const http::Principal& who);

// `networks` names where a session was last used; `allowed_origins`: whose pages may sign a browser in.
std::vector<http::Route> session_routes(SessionService& sessions,
                                        const core::Live<http::NamedNetworks>& networks,
                                        const core::Live<std::vector<std::string>>& allowed_origins,
                                        core::Millis lifetime);

}  // namespace users
