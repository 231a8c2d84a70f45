// A key that a user makes for a program, to act for them within its scopes. In the database it is a session
// with scopes, so that it is looked up, and ends, like one.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "http/auth.h"

namespace users {

constexpr std::size_t max_access_tokens = 20;  // a user's
constexpr std::size_t max_access_token_name = 50;
constexpr std::int64_t max_access_token_days = 366;
// Before the random part, so that programs which look for leaked secrets know one when they see it.
constexpr std::string_view access_token_prefix = "gbm_";

struct AccessToken {
  core::SessionId id;
  std::string name;
  http::Scopes scopes;
  core::Millis created_at = 0;
  core::Millis expires_at = 0;
  std::optional<core::Millis> last_used_at;  // to within five minutes
  std::optional<std::string> last_address;
};

struct NewAccessToken {
  std::string name;
  http::Scopes scopes;
  std::int64_t days = 0;  // 1 to max_access_token_days
  std::string password;   // the user's: a session left open must not do for a key that lasts
};

struct ScopeName {
  http::Scope scope;
  std::string_view name;
};
// In the order in which they are written.
constexpr std::array<ScopeName, 3> scope_names{
    {{http::Scope::read, "read"}, {http::Scope::write, "write"}, {http::Scope::chat, "chat"}}};

// "read,chat", as the database keeps them, and back. What is no scope gives none.
std::string scopes_text(const http::Scopes& scopes);
http::Scopes read_scopes(std::string_view text);

}  // namespace users
