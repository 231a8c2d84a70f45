// Users as JSON, in and out.
#pragma once

#include <string>
#include <string_view>

#include "json/reader.h"
#include "json/writer.h"
#include "users/user.h"

namespace users {

// Throw core::Error 400 or 422 with every fault.
NewUser read_new_user(std::string_view body);
UserChanges read_user_changes(std::string_view body);

struct PasswordChange {
  std::string current_password;
  std::string new_password;
};
PasswordChange read_password_change(std::string_view body, std::string_view username);

// {"new_password": …}, by the rules that hold for that user.
std::string read_new_password(std::string_view body, std::string_view username);

// The member of that name as an address, in lower case.
std::string read_email(json::Fields& f, std::string_view name);

// {"password": …}: the proof that it is really the user who asks.
std::string read_password(std::string_view body);

// As its owner sees it.
std::string own_user_json(const User& user, core::Millis now);
// As everyone else does: no email, no role.
std::string public_user_json(const Profile& profile);

// {until, reason}, or null when there is none that is in force.
void write_suspension(json::Writer& w, const std::optional<http::Suspension>& suspension, core::Millis now);

// The member `name` of the object being written: who sells, buys or writes.
void write_user_card(json::Writer& w, std::string_view name, const UserCard& card);

}  // namespace users
