// A mail that the market sends: plain text to one of its users.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"

namespace mail {

struct NewMail {
  core::UserId user;      // whom it is about; with their account it goes
  std::string kind;       // for limits and the log: "email-code", "password-reset", …
  std::string recipient;  // an address
  std::string subject;    // is kept: never a secret
  std::string body;       // lines end with '\n'; is erased once the mail is over
  core::Millis useful_until = 0;
};

struct Mail {
  std::int64_t id = 0;
  NewMail content;
  std::int64_t attempts = 0;  // that have failed
  core::Millis created_at = 0;
};

// What became of an attempt to send one.
enum class Outcome {
  sent,
  later,        // the server does not want this mail now (4xx)
  refused,      // it never will (5xx)
  unreachable,  // no word about this mail: no connection, no answer, no encryption, a wrong password
};

struct Attempt {
  Outcome outcome = Outcome::unreachable;
  std::string reason;  // for the log: nothing of the mail, nor what a server might have repeated of it
};

// "sent", "later", …
std::string_view name(Outcome outcome);

}  // namespace mail
