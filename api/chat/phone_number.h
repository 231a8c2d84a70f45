// Telephone numbers, also as people write them who do not want them to be found.
#pragma once

#include <span>

namespace chat {

// `text` is folded (core::folded): without full-width digits and capitals. Korean numbers that are called or
// texted (010, 070, 050x, area codes) and international ones; "공일공", "o1o", dots, spaces and "다시"
// between the digits are seen through. The time it takes grows with the text, not faster. Prices, ISBNs,
// times and student numbers are none.
bool has_phone_number(std::span<const char32_t> text);

}  // namespace chat
