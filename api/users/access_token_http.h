// The routes of access tokens.
#pragma once

#include <vector>

#include "core/live.h"
#include "http/network.h"
#include "http/router.h"
#include "users/access_token_service.h"

namespace users {

std::vector<http::Route> access_token_routes(AccessTokenService& tokens,
                                             const core::Live<http::NamedNetworks>& networks);

}  // namespace users
