// What a user's page tells of how they deal: the stars they were given, and how soon they answer.
#pragma once

#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "users/user.h"

namespace users {

// The middle one, or the mean of the two in the middle; nothing of nothing.
std::optional<core::Millis> median(std::vector<core::Millis> times);

// A bounded read, however much the user has sold.
Reputation reputation_of(db::Tx& tx, core::UserId user, core::Millis now);

}  // namespace users
