#include "users/access_token_service.h"

#include "core/error.h"
#include "core/token.h"

namespace users {

MadeAccessToken AccessTokenService::create(const http::Principal& who, const NewAccessToken& wanted) {
  const std::string checked = sessions_.require_password(who, wanted.password);
  const core::Millis now = clock_.now();
  MadeAccessToken made;
  made.secret = std::string(access_token_prefix) + core::new_token();
  made.token.name = wanted.name;
  made.token.scopes = wanted.scopes;
  made.token.created_at = now;
  made.token.expires_at = now + wanted.days * core::day;
  database_.write([&](db::Tx& tx) {
    // While the password was being checked here it may have been changed, or the session ended by force: what
    // was to end with them must not go on as a token.
    if (users_.credentials(tx, who.user).value().password_hash != checked) throw wrong_password();
    if (!open_.exists(tx, who.session)) throw core::Error(401, "not-signed-in", "Please sign in first.");
    if (store_.list(tx, who.user, now).size() >= max_access_tokens) {
      throw core::conflict("too-many-tokens", "There are " + std::to_string(max_access_tokens) +
                                                  " access tokens already. Please end one first.");
    }
    made.token.id = store_.insert(tx, who.user, core::digest(made.secret), made.token);
  });
  return made;
}

std::vector<AccessToken> AccessTokenService::list(core::UserId user) {
  return database_.read([&](db::Tx& tx) { return store_.list(tx, user, clock_.now()); });
}

void AccessTokenService::end(core::UserId user, core::SessionId id) {
  database_.write([&](db::Tx& tx) {
    auto ended = store_.remove(tx, user, id);
    if (ended.empty()) throw core::not_found("There is no such access token.");
    sessions_.forget_after_commit(tx, std::move(ended));
  });
}

}  // namespace users
