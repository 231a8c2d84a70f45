// The numbers of books. ISO 2108: the check digit of ISBN-13 weighs 1 and 3 in turn modulo 10, that of
// ISBN-10 weighs 10 to 1 modulo 11.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core {

// ISBN-10 or -13 with hyphens or spaces, check digit and all, as the 13 digits; nothing when it is none.
std::optional<std::string> isbn13(std::string_view text);
constexpr const char* no_isbn = "This is no ISBN: its length or its check digit is wrong.";  // `invalid-isbn`

// The same as the 10 digits, the last of which may be 'X'. Nothing for those that have no ISBN-10 (979…).
std::optional<std::string> isbn10(std::string_view text);

}  // namespace core
