#include "users/password_reset_json.h"

#include "core/text.h"
#include "json/reader.h"
#include "users/user_json.h"

namespace users {

std::string read_reset_wish(std::string_view body) {
  json::Fields f(body);
  std::string email = read_email(f, "email");
  f.finish();
  return email;
}

}  // namespace users
