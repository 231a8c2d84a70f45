// Passwords that are among the first anybody would try.
#pragma once

#include <string>

namespace users {

// What libzxcvbn takes for guessed within 65,536 tries, such as the commonest 10,000 that it knows, and what
// it takes for harder than it is: walks over the keyboard ("1qaz2wsx3edc") and letters and digits in turn
// ("q1w2e3r4t5").
bool is_common_password(const std::string& password);

}  // namespace users
