// Signing in and out, and the look-up of tokens for every request.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "db/database.h"
#include "http/auth.h"
#include "http/rate_limit.h"
#include "users/password.h"
#include "users/session.h"
#include "users/session_store.h"
#include "users/user.h"
#include "users/user_store.h"

namespace users {

inline core::Error wrong_password() {
  return {401, "wrong-credentials", "The current password is wrong."};
}

struct NewSession {
  Session session;
  std::string token;  // told once, to the one who signed in
  User user;
};

class SessionService : public http::Authenticator {
 public:
  SessionService(db::Database& database, const core::Clock& clock, const PasswordHasher& hasher,
                 core::Millis lifetime, http::RateLimit& failures, http::RateLimit& account_failures);

  // Called after the commit with each session that has ended. Set once, before the first request.
  void on_end(std::function<void(core::SessionId)> told) { told_ = std::move(told); }

  // Checks the password (hash lane) and opens a session. Throws 401 `wrong-credentials`, and 429 after too
  // many wrong passwords for this account or from this address.
  NewSession sign_in(const SignIn& sign_in, const std::string& address, std::string user_agent);

  // Checks the password of one who is signed in (hash lane), within a limit like that of an address: a
  // session that was left open must not do for guessing. Returns its hash. Throws 401 `wrong-credentials`,
  // and 429.
  std::string require_password(const http::Principal& who, const std::string& password);
  // Adds to an answer how many wrong passwords are left to that address.
  void describe_limit(http::Response& response, const std::string& address);

  std::vector<Session> list(core::UserId user);
  // Throws 404 when the user has no such session.
  void end(core::UserId user, core::SessionId id);
  void end_others(const http::Principal& who);
  // As part of another change, such as a new password.
  void end_others(db::Tx& tx, const http::Principal& who);
  void end_all(db::Tx& tx, core::UserId user);
  void end_expired();

  std::optional<http::Principal> find(std::string_view token) override;

 private:
  std::optional<KnownSession> cached(const std::string& token_hash) const;
  void touch(const std::string& token_hash, core::SessionId id, core::Millis now);
  void forget_after_commit(db::Tx& tx, std::vector<core::SessionId> ended);

  db::Database& database_;
  const core::Clock& clock_;
  const PasswordHasher& hasher_;
  const core::Millis lifetime_;
  http::RateLimit& failures_;          // of an address, and of a session
  http::RateLimit& account_failures_;  // of an account, from wherever
  UserStore users_;
  SessionStore sessions_;
  std::function<void(core::SessionId)> told_;

  // Tokens seen lately, by their hash. `endings_` grows with every session that ends: a row read before an
  // ending must not enter the cache after it.
  mutable std::shared_mutex cache_mutex_;
  std::unordered_map<std::string, KnownSession> cache_;
  std::uint64_t endings_ = 0;
};

}  // namespace users
