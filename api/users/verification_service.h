// The rules of verifying an address.
#pragma once

#include <string>

#include "core/clock.h"
#include "db/database.h"
#include "http/auth.h"
#include "http/language.h"
#include "http/rate_limit.h"
#include "mail/mail_service.h"
#include "users/account_mails.h"
#include "users/campus.h"
#include "users/session_service.h"
#include "users/user.h"
#include "users/user_store.h"
#include "users/verification.h"
#include "users/verification_store.h"

namespace users {

struct CodeTimes {
  core::Millis valid = 10 * core::minute;
  core::Millis pause = core::minute;  // between two codes to one address
};

class VerificationService {
 public:
  VerificationService(db::Database& database, const core::Clock& clock, const mail::MailService& mail,
                      const AccountMails& mails, SessionService& sessions, const Campuses& campuses,
                      CodeTimes times)
      : database_(database),
        clock_(clock),
        mail_(mail),
        mails_(mails),
        sessions_(sessions),
        campuses_(campuses),
        times_(times) {}

  // Mails a new code, which is the only one from then on. Throws 409 `already-verified`, 409
  // `no-campus-address` with the campuses whose addresses count, 429, and 503 while too many mails wait.
  SentCode send_code(core::UserId user, http::Language language);

  // Not within a write of the caller's: a wrong try has to count although it is refused, also for the network
  // that it came from. Throws 422 `wrong-code` at /code, 409 `code-expired` when there is none that could
  // still be right, 409 `already-verified`, and 429 after too many wrong ones.
  User verify(core::UserId user, const std::string& code, const std::string& network);

  // Where the domains have changed since the last start.
  void assign_campuses();
  void remove_expired();

 private:
  db::Database& database_;
  const core::Clock& clock_;
  const mail::MailService& mail_;
  const AccountMails& mails_;
  SessionService& sessions_;
  const Campuses& campuses_;
  const CodeTimes times_;
  UserStore users_;
  VerificationStore codes_;
  http::RateLimit wrong_codes_{wrong_codes_at_once, wrong_codes_an_hour, core::hour};
};

}  // namespace users
