// Hands mails to an SMTP server (libcurl; nothing else of the market knows it).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "mail/mail.h"

namespace mail {

struct SmtpSettings {
  std::string url;  // smtp://host:587 (STARTTLS) or smtps://host:465 (TLS from the first byte)
  std::string tls;  // of smtp://: required, opportunistic, off
  std::string user;
  std::string password;
  std::string from;
  std::string ca_file;  // empty: the system's authorities
  core::Millis connect_ms = 0;
  core::Millis total_ms = 0;  // of one mail, with the connection
};

// A function object for MailSender. Each mail has a connection of its own: there are few, and one that a
// server has closed meanwhile can't fail the next.
class Smtp {
 public:
  // Throws std::runtime_error with a sentence for the operator when the settings don't go together.
  explicit Smtp(SmtpSettings settings);

  // Blocks until the server has answered or a time is over; `stopping` is asked every now and then, at least
  // each second, and ends it.
  Attempt operator()(const Mail& mail, std::string_view id, core::Millis now,
                     const std::function<bool()>& stopping) const;

 private:
  SmtpSettings settings_;
};

}  // namespace mail
