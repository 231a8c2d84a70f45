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
#include "users/password.h"
#include "users/session.h"
#include "users/session_store.h"
#include "users/sign_in_limit.h"
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
                 core::Millis lifetime, SignInLimit& limit)
      : database_(database), clock_(clock), hasher_(hasher), lifetime_(lifetime), limit_(limit) {}

  // Called after the commit with each session that has ended. Set once, before the first request.
  void on_end(std::function<void(core::SessionId)> told) { told_ = std::move(told); }

  // Part of the transaction that opens a session, with the address it is opened from. Set once, likewise.
  using SignedIn = std::function<void(db::Tx&, const NewSession&, const SignIn&, const std::string& address)>;
  void on_sign_in(SignedIn signed_in) { signed_in_ = std::move(signed_in); }

  // Checks the password (hash lane) and opens a session. Throws 401 `wrong-credentials`, and 429 while it has
  // to wait after wrong passwords (users/sign_in_limit.h).
  NewSession sign_in(const SignIn& sign_in, const std::string& address, std::string user_agent);

  // Checks the password of one who is signed in (hash lane), within a limit like that of a place: a session
  // that was left open must not do for guessing. Returns its hash. Throws 401 `wrong-credentials`, and 429.
  std::string require_password(const http::Principal& who, const std::string& password);
  // Adds to an answer how many wrong passwords are left to the account at that address.
  void describe_limit(http::Response& response, const std::string& username,
                      const std::string& address) const;

  // Sign-ins. Access tokens have a list of their own (users/access_token_service.h).
  std::vector<Session> list(core::UserId user);
  // Throws 404 when the user has no such session.
  void end(core::UserId user, core::SessionId id);
  void end_others(const http::Principal& who);
  // Access tokens, too: as part of another change, such as a new password. The first spares the one who asks.
  // The second also forgets where the account was signed in to.
  void end_all_but(db::Tx& tx, const http::Principal& who);
  void end_all(db::Tx& tx, core::UserId user);
  void end_expired();
  // For sessions and tokens that a transaction has removed: from then on they are nobody's, and on_end is
  // told.
  void forget_after_commit(db::Tx& tx, std::vector<core::SessionId> ended);
  // As part of a change of what every request is told of its user (role, suspension, verification): from the
  // commit on every session knows of it.
  void refresh(db::Tx& tx, core::UserId user);

  // The database was replaced: what was known of sessions says nothing any more.
  void forget_known();

  std::optional<http::Principal> find(std::string_view token, const std::string& address) override;
  std::optional<http::Principal> again(const http::Principal& who) override;

 private:
  std::optional<KnownSession> cached(const std::string& token_hash) const;
  void touch(const std::string& token_hash, const KnownSession& known, core::Millis now,
             const std::string& address);

  db::Database& database_;
  const core::Clock& clock_;
  const PasswordHasher& hasher_;
  const core::Millis lifetime_;
  SignInLimit& limit_;
  UserStore users_;
  SessionStore sessions_;
  std::function<void(core::SessionId)> told_;
  SignedIn signed_in_;

  // Tokens seen lately, by their hash. `changes_` grows with every session that ends and every
  // user who changes: a row read before that must not enter the cache after it.
  mutable std::shared_mutex cache_mutex_;
  std::unordered_map<std::string, KnownSession> cache_;
  std::uint64_t changes_ = 0;
};

}  // namespace users
