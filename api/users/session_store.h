// Sessions in SQL. Only the hash of a token is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "http/auth.h"
#include "users/session.h"

namespace users {

struct KnownSession {
  http::Principal principal;
  core::Millis last_seen_at = 0;
  core::Millis expires_at = 0;
};

class SessionStore {
 public:
  core::SessionId insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                         const Session& session) const;
  std::optional<KnownSession> find(db::Tx& tx, std::string_view token_hash) const;
  // Newest use first, without those that have expired.
  std::vector<Session> list(db::Tx& tx, core::UserId user, core::Millis now) const;
  void touch(db::Tx& tx, core::SessionId id, core::Millis now) const;

  // Each returns the ids of the sessions it ended.
  std::vector<core::SessionId> remove(db::Tx& tx, core::UserId user, core::SessionId id) const;
  std::vector<core::SessionId> remove_others(db::Tx& tx, core::UserId user, core::SessionId kept) const;
  std::vector<core::SessionId> remove_all(db::Tx& tx, core::UserId user) const;
  // All but the `kept` most recently used.
  std::vector<core::SessionId> remove_oldest(db::Tx& tx, core::UserId user, std::size_t kept) const;
  std::vector<core::SessionId> remove_expired(db::Tx& tx, core::Millis now) const;
};

}  // namespace users
