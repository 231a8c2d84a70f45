// What a JSON number means as a whole number.
#pragma once

#include <cstdint>
#include <string_view>

namespace json {

enum class NumberFault { none, fraction, too_small, too_large };

// `text` is a number by JSON's grammar. JSON knows one kind of number: 5000, 5000.0 and 5e3 are the same.
// Sets `value` when it fits; nothing is ever rounded.
NumberFault whole_number(std::string_view text, std::int64_t& value);

}  // namespace json
