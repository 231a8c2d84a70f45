// An appeal: one who was suspended, or whose post was hidden, asks for another look.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "http/auth.h"
#include "users/user.h"

namespace admin {

inline const std::vector<std::string_view> appeal_states = {"open", "granted", "refused", "closed"};
constexpr std::size_t max_appeal = 2000;  // characters
constexpr std::int64_t max_appeals = 3;   // against the same thing

struct Appeal {
  core::AppealId id;
  users::UserCard user;
  std::optional<std::int64_t> suspension;  // against that one, with its terms, or
  std::optional<http::Suspension> terms;
  core::PostId post;  // about that post
  std::string post_title;
  std::string text;
  std::string state;  // closed: what it was about ended before it was decided
  std::string note;   // the answer
  core::Millis created_at = 0;
  std::optional<core::Millis> resolved_at;
};

struct NewAppeal {
  std::string text;
  std::optional<std::int64_t> post;  // nothing: against the suspension
};

}  // namespace admin
