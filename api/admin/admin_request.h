// What the routes of moderation read from a request alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/audit.h"
#include "core/text.h"
#include "http/params.h"
#include "http/router.h"
#include "users/user.h"

namespace admin {

inline Actor actor_of(const http::Request& request, const http::Principal& who) {
  return {.user = who.user, .request_id = request.id};
}

// A username, as it is kept.
inline std::optional<std::string> name_in(http::Query& query, std::string_view parameter) {
  const auto name = query.text(parameter, users::max_username);
  return name ? std::optional(core::lower_ascii(*name)) : std::nullopt;
}

}  // namespace admin
