// From where users have signed in, in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"

namespace users {

class DeviceStore {
 public:
  // When it was seen before, if it was; from now on it has been seen now. Keeps the `most` seen last.
  std::optional<core::Millis> see(db::Tx& tx, core::UserId user, std::string_view hash, core::Millis now,
                                  std::int64_t most) const;
  // Whether the user has signed in before: another device is known, or another session open.
  bool signed_in_before(db::Tx& tx, core::UserId user, std::string_view hash, core::SessionId session) const;
  void remove_for_user(db::Tx& tx, core::UserId user) const;
};

}  // namespace users
