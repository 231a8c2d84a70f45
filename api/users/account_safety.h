// What keeps an account its owner's: what a change makes invalid, and who is told of it. Each is part of the
// transaction that causes it.
#pragma once

#include <string>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "mail/mail_service.h"
#include "users/account_mails.h"
#include "users/device_store.h"
#include "users/password_reset_store.h"
#include "users/session.h"
#include "users/user.h"
#include "users/user_store.h"
#include "users/verification_store.h"

namespace users {

// A device that has not been seen for this long is a new one.
constexpr core::Millis device_known = 90 * core::day;
constexpr std::int64_t max_devices = 50;  // a user's; the one unseen for longest gives way

class AccountSafety {
 public:
  AccountSafety(const core::Clock& clock, const mail::MailService& mail, const AccountMails& mails)
      : clock_(clock), mail_(mail), mails_(mails) {}

  // The links that would set another password are void, and the owner is told.
  void password_changed(db::Tx& tx, core::UserId user) const;

  // What was sent to the old address is void, and that address is told: if it was not the owner who changed
  // it, the owner reads it there.
  void email_changed(db::Tx& tx, core::UserId user, const std::string& old_address) const;

  // Tells the owner of a sign-in from a device that is not known, but for the very first one. A device is a
  // program (whatever its version) in a network, kept as a hash.
  void signed_in(db::Tx& tx, const User& user, const Session& session, const SignIn& sign_in,
                 const std::string& address) const;

  // For UserService::on_remove_account.
  void remove_for_user(db::Tx& tx, core::UserId user) const;

 private:
  const core::Clock& clock_;
  const mail::MailService& mail_;
  const AccountMails& mails_;
  UserStore users_;
  DeviceStore devices_;
  VerificationStore codes_;
  PasswordResetStore resets_;
};

}  // namespace users
