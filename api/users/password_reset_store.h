// Password resets in SQL. Only the hash of a link's token is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"

namespace users {

struct ResetWish {
  std::int64_t id = 0;
  std::string email;
  std::string language;
  core::Millis expires_at = 0;
};

class PasswordResetStore {
 public:
  void wish(db::Tx& tx, const std::string& email, std::string_view language, core::Millis expires_at) const;
  // The oldest of those that nobody has looked at.
  std::vector<ResetWish> wishes(db::Tx& tx, int limit) const;
  void grant(db::Tx& tx, std::int64_t id, core::UserId user, std::string_view token_hash) const;
  void drop(db::Tx& tx, std::int64_t id) const;

  // Whose password the link resets; nothing when it is none, used or expired.
  std::optional<core::UserId> owner(db::Tx& tx, std::string_view token_hash, core::Millis now) const;
  void remove_for_user(db::Tx& tx, core::UserId user) const;
  // A bounded number; how many there were.
  std::int64_t remove_expired(db::Tx& tx, core::Millis now) const;
};

}  // namespace users
