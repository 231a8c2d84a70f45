// A signed-in device or program.
#pragma once

#include <optional>
#include <string>

#include "core/clock.h"
#include "core/ids.h"

namespace users {

constexpr std::size_t max_session_name = 50;
constexpr std::size_t max_user_agent = 256;  // bytes kept of the header
constexpr std::size_t max_sessions = 50;     // a user's; the one unused for longest gives way

struct Session {
  core::SessionId id;
  std::string transport;  // bearer or cookie
  std::optional<std::string> name;
  std::string user_agent;
  core::Millis created_at = 0;
  core::Millis last_seen_at = 0;
  core::Millis expires_at = 0;
};

struct SignIn {
  std::string username;
  std::string password;
  std::string transport = "bearer";
  std::optional<std::string> name;
};

}  // namespace users
