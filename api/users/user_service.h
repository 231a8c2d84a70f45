// The rules of accounts.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blocks/block_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "http/auth.h"
#include "users/account_safety.h"
#include "users/password.h"
#include "users/session_service.h"
#include "users/suspension_store.h"
#include "users/user.h"
#include "users/user_store.h"

namespace users {

class UserService {
 public:
  // `name_kept`: for how long nobody else gets the name of one who has left.
  UserService(db::Database& database, const core::Clock& clock, const PasswordHasher& hasher,
              SessionService& sessions, const AccountSafety& safety, core::Millis name_kept)
      : database_(database),
        clock_(clock),
        hasher_(hasher),
        sessions_(sessions),
        safety_(safety),
        name_kept_(name_kept) {}

  void keep_names_for(core::Millis kept) { name_kept_ = kept; }

  // Hash lane. Throws 409 `username-taken` or `email-taken`.
  User sign_up(const NewUser& user);

  User find(core::UserId id);
  // As `viewer` sees them: with one in a blocked pair, without their posts. Throws 404.
  Profile profile(std::string_view username, core::UserId viewer);

  // Another address needs the password, as mails to it can set a new one: hash lane. Throws 403 for one who
  // is suspended, 409 `email-taken`, 422 for a password that is needed and missing and for a name that is the
  // staff's, and as change_password does.
  User update(const http::Principal& who, const UserChanges& changes);

  // Hash lane. Ends every other session and every access token. Throws 401 `wrong-credentials`, and 429.
  void change_password(const http::Principal& who, const std::string& current, const std::string& next);

  // Hash lane. Ends every session and anonymises the account, whose e-mail address is free again, and later
  // its name; what others have of it (deals, messages, reviews) stays. Throws as change_password does, and
  // 409 `last-admin`.
  void remove(const http::Principal& who, const std::string& password);
  // Whoever has begun to, when a server stopped in the middle of it.
  void finish_leaving();
  // In an older state of somebody who has left meanwhile, under the name that has stood for them since.
  void remove_again(db::Tx& tx, core::UserId user, const std::string& name) const;
  // What else goes with a user, told before the first request.
  //
  // What may be much, a portion at a time: `clear` answers whether there is more. The portions have
  // transactions of their own, so that others can write between them; what has come meanwhile goes in the
  // last one, with the account. A server that stops in between goes on with it in the sweep of the next.
  void on_remove(std::function<bool(db::Tx&, core::UserId)> clear) { leaving_.push_back(std::move(clear)); }
  // What has to stay for as long as the account does: only in the last transaction, after all the others.
  void on_remove_account(std::function<void(db::Tx&, core::UserId)> clear) {
    going_with_account_.push_back(std::move(clear));
  }

  // Forgets the names that are free again.
  void free_names();

 private:
  void finish_leaving(core::UserId user);
  // Throws 409 `username-taken`, and `email-taken` for the address of somebody who left suspended.
  void require_free(db::Tx& tx, std::string_view username, std::string_view email) const;
  void require_unchanged(db::Tx& tx, core::UserId id, const std::string& password_hash) const;
  // One who leaves in another window may have done so by now. Throws 401.
  void require_here(db::Tx& tx, core::UserId id) const;

  db::Database& database_;
  const core::Clock& clock_;
  const PasswordHasher& hasher_;
  SessionService& sessions_;
  const AccountSafety& safety_;
  std::atomic<core::Millis> name_kept_;
  UserStore store_;
  SuspensionStore suspensions_;
  blocks::BlockStore blocks_;
  std::vector<std::function<bool(db::Tx&, core::UserId)>> leaving_;
  std::vector<std::function<void(db::Tx&, core::UserId)>> going_with_account_;
};

}  // namespace users
