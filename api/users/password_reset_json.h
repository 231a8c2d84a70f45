// Password resets as JSON.
#pragma once

#include <string>
#include <string_view>

namespace users {

// {"email": …}, in lower case. Throws core::Error 400 or 422, and not for an address that nobody has.
std::string read_reset_wish(std::string_view body);

}  // namespace users
