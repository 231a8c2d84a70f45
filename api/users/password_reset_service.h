// The rules of resetting a password.
//
// Who asks learns nothing of who has an account here: to write down the wish is the same work for every
// address, and the answer has left before anybody looks whether there is an account of it.
#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "db/database.h"
#include "http/language.h"
#include "mail/mail_service.h"
#include "users/account_mails.h"
#include "users/account_safety.h"
#include "users/password.h"
#include "users/password_reset.h"
#include "users/password_reset_store.h"
#include "users/session_service.h"
#include "users/user_store.h"

namespace users {

class PasswordResetService {
 public:
  PasswordResetService(db::Database& database, const core::Clock& clock, const PasswordHasher& hasher,
                       SessionService& sessions, const mail::MailService& mail, const AccountMails& mails,
                       const AccountSafety& safety, ResetTimes times)
      : database_(database),
        clock_(clock),
        hasher_(hasher),
        sessions_(sessions),
        mail_(mail),
        mails_(mails),
        safety_(safety),
        times_(times) {}

  // Keeps the wish. What becomes of it is decided after the commit, by grant_wishes().
  void ask(const std::string& email, http::Language language);

  // Mails a link for each wish whose address has an account, unless it has had too many.
  void grant_wishes();

  // Whose password the link resets: their username. Throws 404 `invalid-reset-link`, for a link that was
  // used, is too old or never was one.
  std::string owner(std::string_view token);
  // Hash lane. Ends every session of the owner, and their other links. Throws as owner() does.
  void reset(std::string_view token, const std::string& password);

  void remove_expired();

 private:
  void grant(db::Tx& tx, const ResetWish& wish);

  db::Database& database_;
  const core::Clock& clock_;
  const PasswordHasher& hasher_;
  SessionService& sessions_;
  const mail::MailService& mail_;
  const AccountMails& mails_;
  const AccountSafety& safety_;
  const ResetTimes times_;
  UserStore users_;
  PasswordResetStore store_;
};

}  // namespace users
