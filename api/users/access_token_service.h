// The rules of access tokens.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "db/database.h"
#include "http/auth.h"
#include "users/access_token.h"
#include "users/access_token_store.h"
#include "users/session_service.h"
#include "users/session_store.h"
#include "users/user_store.h"

namespace users {

struct MadeAccessToken {
  AccessToken token;
  std::string secret;  // told once
};

class AccessTokenService {
 public:
  AccessTokenService(db::Database& database, const core::Clock& clock, SessionService& sessions)
      : database_(database), clock_(clock), sessions_(sessions) {}

  // Hash lane. Throws 401 `wrong-credentials` and 429 as SessionService::require_password does, and 409
  // `too-many-tokens`.
  MadeAccessToken create(const http::Principal& who, const NewAccessToken& wanted);

  std::vector<AccessToken> list(core::UserId user);
  // At once, its waiting polls with it. Throws 404 when the user has no such token.
  void end(core::UserId user, core::SessionId id);

 private:
  db::Database& database_;
  const core::Clock& clock_;
  SessionService& sessions_;
  UserStore users_;
  SessionStore open_;
  AccessTokenStore store_;
};

}  // namespace users
