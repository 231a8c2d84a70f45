// Sessions in SQL, those of access tokens (users/access_token_store) beside them. Only the hash of a token is
// kept.
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
  std::string last_address;   // empty: not known
  core::Millis moved_at = 0;  // when this process last saw it come from another network; not stored
};

class SessionStore {
 public:
  core::SessionId insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                         const Session& session) const;
  // Of an access token, too.
  std::optional<KnownSession> find(db::Tx& tx, std::string_view token_hash) const;
  std::optional<KnownSession> find(db::Tx& tx, core::SessionId id) const;
  // Newest use first, without those that have expired.
  std::vector<Session> list(db::Tx& tx, core::UserId user, core::Millis now) const;
  void touch(db::Tx& tx, core::SessionId id, core::Millis now,
             const std::optional<std::string>& address) const;
  bool exists(db::Tx& tx, core::SessionId id) const;

  // Whether the user has signed in from that network (http::client_network).
  bool knows_place(db::Tx& tx, core::UserId user, std::string_view network) const;
  void remember_place(db::Tx& tx, core::UserId user, std::string_view network, core::Millis now) const;
  void forget_places(db::Tx& tx, core::UserId user) const;
  void forget_old_places(db::Tx& tx, core::Millis before) const;

  // Each returns the ids of the sessions it ended. Access tokens are ended by the last two alone.
  std::vector<core::SessionId> remove(db::Tx& tx, core::UserId user, core::SessionId id) const;
  std::vector<core::SessionId> remove_others(db::Tx& tx, core::UserId user, core::SessionId kept) const;
  // All but the `kept` most recently used.
  std::vector<core::SessionId> remove_oldest(db::Tx& tx, core::UserId user, std::size_t kept) const;
  // With the access tokens; that session stays, if it is one of them.
  std::vector<core::SessionId> remove_all(db::Tx& tx, core::UserId user, core::SessionId kept = {}) const;
  std::vector<core::SessionId> remove_expired(db::Tx& tx, core::Millis now) const;
};

// The first column of what such a statement returns.
std::vector<core::SessionId> read_session_ids(db::Rows rows);

}  // namespace users
