// Access tokens in SQL: the rows of `sessions` that have scopes.
#pragma once

#include <string_view>
#include <vector>

#include "db/database.h"
#include "users/access_token.h"

namespace users {

class AccessTokenStore {
 public:
  core::SessionId insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                         const AccessToken& token) const;
  // Newest first, without those that have expired.
  std::vector<AccessToken> list(db::Tx& tx, core::UserId user, core::Millis now) const;
  // The id of the one that was ended, if there was such a one.
  std::vector<core::SessionId> remove(db::Tx& tx, core::UserId user, core::SessionId id) const;
};

}  // namespace users
