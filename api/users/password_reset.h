// A new password for one who has forgotten the old one, by a link that is mailed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace users {

constexpr std::int64_t resets_an_hour = 3;  // links to one address
constexpr std::string_view reset_mail = "password-reset";

struct ResetTimes {
  core::Millis valid = 30 * core::minute;
  core::Millis pause = core::minute;  // between two links to one address
};

}  // namespace users
