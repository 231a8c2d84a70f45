// A signed-in device or program.
#pragma once

#include <optional>
#include <string>

#include "core/clock.h"
#include "core/ids.h"
#include "http/language.h"

namespace users {

constexpr std::size_t max_session_name = 50;
constexpr std::size_t max_user_agent = 256;           // bytes kept of the header
constexpr std::size_t max_sessions = 50;              // a user's; the one unused for longest gives way
constexpr std::size_t max_places = 20;                // networks remembered of a user; likewise
constexpr core::Millis place_kept = 180 * core::day;  // after the last sign-in from it

struct Session {
  core::SessionId id;
  std::string transport;  // bearer or cookie
  std::optional<std::string> name;
  std::string user_agent;
  core::Millis created_at = 0;
  core::Millis last_seen_at = 0;
  core::Millis expires_at = 0;
  std::optional<std::string> last_address;  // where it was last used from
};

struct SignIn {
  std::string username;
  std::string password;
  std::string transport = "bearer";
  std::optional<std::string> name;
  http::Language language = http::Language::korean;  // of the one who signs in
};

}  // namespace users
