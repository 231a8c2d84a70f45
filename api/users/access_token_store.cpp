#include "users/access_token_store.h"

#include "users/session_store.h"

namespace users {

core::SessionId AccessTokenStore::insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                                         const AccessToken& token) const {
  // last_seen_at is 0 until it is used.
  return tx.insert<core::SessionId>(
      "INSERT INTO sessions (user_id, token_hash, transport, name, user_agent, created_at, last_seen_at, "
      "expires_at, scopes) VALUES ($1, $2, 'bearer', $3, '', $4, 0, $5, $6)",
      user, db::Blob{token_hash}, token.name, token.created_at, token.expires_at, scopes_text(token.scopes));
}

std::vector<AccessToken> AccessTokenStore::list(db::Tx& tx, core::UserId user, core::Millis now) const {
  std::vector<AccessToken> out;
  auto rows = tx.query(
      "SELECT id, name, scopes, created_at, expires_at, nullif(last_seen_at, 0), last_address FROM sessions "
      "WHERE user_id = $1 AND scopes IS NOT NULL AND expires_at > $2 ORDER BY id DESC",
      user, now);
  while (rows.next()) {
    out.push_back({rows.id<core::SessionId>(0), rows.text(1), read_scopes(rows.view(2)), rows.integer(3),
                   rows.integer(4), rows.optional_integer(5), rows.optional_text(6)});
  }
  return out;
}

std::vector<core::SessionId> AccessTokenStore::remove(db::Tx& tx, core::UserId user,
                                                      core::SessionId id) const {
  return read_session_ids(tx.query(
      "DELETE FROM sessions WHERE user_id = $1 AND id = $2 AND scopes IS NOT NULL RETURNING id", user, id));
}

}  // namespace users
