// A user of the market, and the rules a new one has to meet.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"
#include "http/auth.h"

namespace users {

constexpr std::size_t min_username = 3;
constexpr std::size_t max_username = 20;
constexpr std::size_t min_password = 8;
constexpr std::size_t max_password = 128;
constexpr std::size_t max_email = 254;
constexpr std::size_t max_major = 50;
constexpr std::size_t max_display_name = 30;
constexpr std::size_t max_bio = 500;

struct Rating {
  std::int64_t sum = 0;
  std::int64_t count = 0;
};

// What anyone may see beside a post, a deal or a room.
struct UserCard {
  core::UserId id;
  std::string username;
  std::string display_name;
  std::string major;
  bool email_verified = false;
  Rating rating;
  std::optional<std::string> campus;  // of the verified address
};

struct Counts {
  std::int64_t selling = 0;
  std::int64_t sold = 0;
  std::int64_t bought = 0;
};

// How long a seller takes to answer the request (구매하기) that opens a room: until the first thing they say
// or decide that reaches it, be it that the book goes to somebody else. Taken are the latest 30 requests of
// the last 90 days (of the latest 200) that were answered, or had waited for more than 24 hours when they
// ended or now; such a one counts with the time that it has waited so far, or had a minute ago, as a page is
// kept for so long (user_cache.h).
struct ReplyTime {
  core::Millis median = 0;
  std::int64_t count = 0;  // of requests, 1 to 30
};

struct Reputation {
  std::array<std::int64_t, 5> stars{};  // how many reviews that are shown gave 1, 2 … 5
  std::optional<ReplyTime> reply_time;  // nothing without such a request
};

struct User {
  UserCard card;
  std::string email;
  std::string bio;
  std::string role;
  core::Millis created_at = 0;
  Counts counts;
  std::string language;                        // to write to them in: ko, en
  std::optional<Reputation> reputation;        // when the user's page is read
  std::optional<http::Suspension> suspension;  // perhaps one whose time is up
};

// What one user is shown of another.
struct Profile {
  User user;
  std::optional<bool> blocked;  // by the viewer; nothing for one who is signed out
  bool for_all = true;  // whoever is signed in, or whoever is not, is shown the same: there is no block
};

struct NewUser {
  std::string username;
  std::string password;
  std::string email;
  std::string major;
  std::string display_name;
};

struct UserChanges {
  std::optional<std::string> display_name;
  std::optional<std::string> major;
  std::optional<std::string> bio;
  std::optional<std::string> email;
  std::optional<std::string> current_password;  // another address needs it
};

// 3 to 20 of a-z 0-9 _ . - (given in lower case).
bool valid_username(std::string_view username);

// Whether somebody of that user or display name would be taken for those who run the market, or for one who
// has left it. Spaces, case and punctuation make no difference.
bool reserved_name(std::string_view name);

// local@domain.tld, at most 254 bytes, no white space, lower case expected.
bool valid_email(std::string_view email);

// The code of the first rule the password breaks ("needs-digit", "needs-letter", "same-as-username",
// "common-password"), or nothing. Its length is checked before.
std::optional<std::string_view> password_fault(const std::string& password, std::string_view username);

}  // namespace users
