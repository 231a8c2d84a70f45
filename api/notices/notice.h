// What moderators decided about somebody's account or post, as it is told to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"

namespace notices {

struct Notice {
  std::int64_t id = 0;
  // warned, warning_withdrawn, suspended, banned, restored, role, post_hidden, post_restored, appeal_granted,
  // appeal_refused, appeal_reopened
  std::string change;
  std::string reason;                 // in a moderator's words; of a role its name; may be empty
  std::optional<core::Millis> until;  // of a suspension
  core::PostId post;                  // 0: none
  std::string post_title;
  core::Millis at = 0;
  std::optional<core::Millis> seen_at;
};

}  // namespace notices
