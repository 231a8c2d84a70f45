// Sessions as JSON, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "users/session.h"
#include "users/session_service.h"

namespace users {

// Throws core::Error 400 or 422 with every fault.
SignIn read_sign_in(std::string_view body);

std::string new_session_json(const NewSession& made);
std::string sessions_json(const std::vector<Session>& sessions, core::SessionId current);

}  // namespace users
