// Access tokens as JSON, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/network.h"
#include "users/access_token.h"
#include "users/access_token_service.h"

namespace users {

// Throws core::Error 400 or 422 with every fault.
NewAccessToken read_new_access_token(std::string_view body);

std::string new_access_token_json(const MadeAccessToken& made);
// `networks` names where they were last used.
std::string access_tokens_json(const std::vector<AccessToken>& tokens, const http::NamedNetworks& networks);

}  // namespace users
