// Sessions as JSON, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/network.h"
#include "json/writer.h"
#include "users/session.h"
#include "users/session_service.h"

namespace users {

// Throws core::Error 400 or 422 with every fault.
SignIn read_sign_in(std::string_view body);

std::string new_session_json(const NewSession& made);
std::string sessions_json(const std::vector<Session>& sessions, core::SessionId current,
                          const http::NamedNetworks& networks);

// The members `last_address` and `last_network` of the object being written.
void write_last_place(json::Writer& w, const std::optional<std::string>& address,
                      const http::NamedNetworks& networks);

}  // namespace users
