// Showing that one reads what is sent to one's address: a code by mail, typed in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace users {

constexpr std::size_t code_digits = 6;
// A code is right by chance once in 200,000 times, and there are five an hour to an address: one who does not
// read the mails needs more than four years of guessing for an even chance. With many accounts, whatever
// their addresses, a network has 30 guesses an hour: more than two and a half years.
constexpr std::int64_t code_tries = 5;
constexpr std::int64_t codes_an_hour = 5;
constexpr std::int64_t wrong_codes_at_once = 100;  // a campus may be one network
constexpr std::int64_t wrong_codes_an_hour = 30;

constexpr std::string_view code_mail = "email-code";

// What is told of a code that is on its way.
struct SentCode {
  std::string email;
  core::Millis expires_at = 0;
  core::Millis next_at = 0;  // when another may be sent
};

// Six digits.
bool valid_code(std::string_view code);

}  // namespace users
