#include "users/user_json.h"

#include "core/text.h"

namespace users {

namespace {

constexpr const char* staff_only = "This name is for those who run the market.";
constexpr json::TextRule password_rule{.min = min_password, .max = max_password, .trim = false};

// The original's rules in the original's order: length, a digit, a letter; then ours.
void check_password(json::Fields& f, std::string_view name, const std::string& password,
                    std::string_view username) {
  if (f.faulty(name)) return;
  const auto fault = password_fault(password, username);
  if (!fault) return;
  std::string detail;
  if (*fault == "needs-digit") {
    detail = "The password needs at least one digit.";
  } else if (*fault == "needs-letter") {
    detail = "The password needs at least one letter.";
  } else if (*fault == "same-as-username") {
    detail = "The password must not be the username.";
  } else {
    detail = "This password is among the first that anybody would try.";
  }
  f.fault(name, std::string(*fault), detail);
}

void write_rating(json::Writer& w, const Rating& rating) {
  w.open("rating");
  if (rating.count == 0) {
    w.null("average");
  } else {
    w.number("average", static_cast<double>(rating.sum) / static_cast<double>(rating.count));
  }
  w.integer("count", rating.count).close();
}

void write_reputation(json::Writer& w, const Reputation& reputation) {
  w.open_array("stars");
  for (const std::int64_t reviews : reputation.stars) w.raw_element(std::to_string(reviews));
  w.close_array();
  if (reputation.reply_time) {
    w.open("reply_time")
        .integer("median_ms", reputation.reply_time->median)
        .integer("count", reputation.reply_time->count)
        .close();
  } else {
    w.null("reply_time");
  }
}

// The members every view of a whole user has.
void write_public_part(json::Writer& w, const User& user) {
  w.text("username", user.card.username)
      .text("display_name", user.card.display_name)
      .boolean("email_verified", user.card.email_verified)
      .text("campus", user.card.campus)
      .text("major", user.card.major)
      .text("bio", user.bio)
      .time("created_at", user.created_at);
  write_rating(w, user.card.rating);
  w.open("counts")
      .integer("selling", user.counts.selling)
      .integer("sold", user.counts.sold)
      .integer("bought", user.counts.bought)
      .close();
}

}  // namespace

NewUser read_new_user(std::string_view body) {
  json::Fields f(body);
  NewUser user;
  user.username = core::lower_ascii(f.text("username", {.min = min_username, .max = max_username}));
  if (!f.faulty("username") && !valid_username(user.username)) {
    f.fault("username", "invalid-format", "Only the characters a-z, 0-9, _, . and - are allowed.");
  } else if (!f.faulty("username") && reserved_name(user.username)) {
    f.fault("username", "not-allowed", staff_only);
  }
  user.password = f.text("password", password_rule);
  check_password(f, "password", user.password, user.username);
  const auto confirmation = f.optional_text("confirm_password", {.max = max_password, .trim = false});
  if (confirmation && *confirmation != user.password) {
    f.fault("confirm_password", "passwords-differ", "The two passwords differ.");
  }
  user.email = read_email(f, "email");
  user.major = f.text("major", {.min = 1, .max = max_major});
  const auto display_name = f.optional_text("display_name", {.min = 1, .max = max_display_name});
  if (display_name && reserved_name(*display_name)) f.fault("display_name", "not-allowed", staff_only);
  user.display_name = display_name.value_or(user.username);
  f.finish();
  return user;
}

UserChanges read_user_changes(std::string_view body) {
  json::Fields f(body);
  UserChanges changes;
  if (f.mentions("display_name"))
    changes.display_name = f.text("display_name", {.min = 1, .max = max_display_name});
  if (f.mentions("major")) changes.major = f.text("major", {.min = 1, .max = max_major});
  if (f.mentions("bio")) changes.bio = f.optional_text("bio", {.max = max_bio, .lines = true}).value_or("");
  if (f.mentions("email")) changes.email = read_email(f, "email");
  changes.current_password =
      f.optional_text("current_password", {.min = 1, .max = max_password, .trim = false});
  f.finish();
  return changes;
}

PasswordChange read_password_change(std::string_view body, std::string_view username) {
  json::Fields f(body);
  PasswordChange change;
  change.current_password = f.text("current_password", {.min = 1, .max = max_password, .trim = false});
  change.new_password = f.text("new_password", password_rule);
  check_password(f, "new_password", change.new_password, username);
  f.finish();
  return change;
}

std::string read_new_password(std::string_view body, std::string_view username) {
  json::Fields f(body);
  std::string password = f.text("new_password", password_rule);
  check_password(f, "new_password", password, username);
  f.finish();
  return password;
}

std::string read_email(json::Fields& f, std::string_view name) {
  std::string email = core::lower_ascii(f.text(name, {.min = 1, .max = max_email}));
  if (!f.faulty(name) && !valid_email(email)) f.fault(name, "invalid-format", "This is no e-mail address.");
  return email;
}

std::string read_password(std::string_view body) {
  json::Fields f(body);
  std::string password = f.text("password", {.min = 1, .max = max_password, .trim = false});
  f.finish();
  return password;
}

std::string own_user_json(const User& user, core::Millis now) {
  json::Writer w;
  w.open().integer("id", user.card.id.value).text("email", user.email).text("role", user.role);
  write_public_part(w, user);
  write_suspension(w, user.suspension, now);
  w.close();
  return w.take();
}

void write_suspension(json::Writer& w, const std::optional<http::Suspension>& suspension, core::Millis now) {
  if (!suspension || !suspension->in_force(now)) {
    w.null("suspension");
    return;
  }
  w.open("suspension").time("until", suspension->until).text("reason", suspension->reason).close();
}

std::string public_user_json(const Profile& profile) {
  json::Writer w;
  w.open();
  write_public_part(w, profile.user);
  if (profile.user.reputation) write_reputation(w, *profile.user.reputation);
  if (profile.blocked) w.boolean("blocked", *profile.blocked);
  w.close();
  return w.take();
}

void write_user_card(json::Writer& w, std::string_view name, const UserCard& card) {
  w.open(name)
      .text("username", card.username)
      .text("display_name", card.display_name)
      .text("major", card.major)
      .boolean("email_verified", card.email_verified)
      .text("campus", card.campus);
  write_rating(w, card.rating);
  w.close();
}

}  // namespace users
