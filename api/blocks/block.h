// Somebody does not want to have to do with somebody else. The two neither chat nor deal nor see each other's
// posts from then on, whichever of them it was.
#pragma once

#include <cstdint>

#include "core/clock.h"
#include "users/user.h"

namespace blocks {

constexpr std::int64_t max_blocks = 500;  // of one user

struct Block {
  users::UserCard user;  // who is blocked
  core::Millis created_at = 0;
};

// Between two people, seen by the first.
struct Standing {
  bool by_me = false;
  bool by_them = false;

  bool any() const { return by_me || by_them; }
};

}  // namespace blocks
