// What the market writes to its users about their accounts, in Korean and English.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "db/database.h"
#include "http/language.h"
#include "mail/mail_service.h"
#include "users/user.h"

namespace users {

// "Chrome (Windows)": the names of programs and systems that are known, in a header that may say anything.
// Empty when it names none.
std::string device_name(std::string_view user_agent);

class AccountMails {
 public:
  // `origin` is where the market's pages are ("https://market.example.ac.kr"), which links begin with. It
  // must not depend on a request: a Host header that an attacker chose would send the owner's link to them.
  AccountMails(const mail::MailService& mail, const core::Clock& clock, std::function<std::string()> origin)
      : mail_(mail), clock_(clock), origin_(std::move(origin)) {}

  // What was asked for, in the language of who asked.
  void code(db::Tx& tx, const User& user, const std::string& code, core::Millis useful_until,
            http::Language language) const;
  void reset_link(db::Tx& tx, const User& user, const std::string& token, core::Millis useful_until,
                  http::Language language) const;

  // What has happened, in the language of the user.
  void password_changed(db::Tx& tx, const User& user) const;
  void email_changed(db::Tx& tx, const User& user, const std::string& old_address) const;
  void new_device(db::Tx& tx, const User& user, std::string_view user_agent,
                  const std::string& address) const;

 private:
  struct Text {
    std::string subject;
    std::string body;
  };
  void send(db::Tx& tx, const User& user, const std::string& recipient, std::string_view kind,
            http::Language language, const Text& text, core::Millis useful_until) const;
  // A few in an hour, so that nobody can have the market fill a stranger's mailbox.
  void notify(db::Tx& tx, const User& user, const std::string& recipient, std::string_view kind,
              const Text& text) const;
  std::string link(std::string_view page) const;

  const mail::MailService& mail_;
  const core::Clock& clock_;
  const std::function<std::string()> origin_;
};

}  // namespace users
