// Codes, and what they verify, in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "users/campus.h"

namespace users {

struct KnownCode {
  std::string email;
  std::string hash;
  std::int64_t tries_left = 0;
  core::Millis expires_at = 0;
};

class VerificationStore {
 public:
  // In the place of the one before.
  void put(db::Tx& tx, core::UserId user, const KnownCode& code) const;
  std::optional<KnownCode> find(db::Tx& tx, core::UserId user) const;
  void use_try(db::Tx& tx, core::UserId user) const;
  void remove(db::Tx& tx, core::UserId user) const;
  // A bounded number; how many there were.
  std::int64_t remove_expired(db::Tx& tx, core::Millis now) const;

  void verify(db::Tx& tx, core::UserId user, const std::optional<std::string>& campus,
              core::Millis now) const;
  // Gives every verified address the campus that `campuses` say.
  void assign(db::Tx& tx, const Campuses& campuses) const;
};

}  // namespace users
