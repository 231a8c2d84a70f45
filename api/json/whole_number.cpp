#include "json/whole_number.h"

#include <charconv>
#include <string>

namespace json {

namespace {

// An exponent beyond this is as good as this one: no text of digits makes up for it.
constexpr std::int64_t huge = 1'000'000'000;

std::int64_t exponent_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (parsed.ec == std::errc{} && exponent > -huge && exponent < huge) return exponent;
  return text.starts_with('-') ? -huge : huge;
}

}  // namespace

NumberFault whole_number(std::string_view text, std::int64_t& value) {
  constexpr std::int64_t most_digits = 19;  // of a 64-bit number
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);

  // The number is `digits` times ten to the `power`.
  const auto e = text.find_first_of("eE");
  std::int64_t power = e == std::string_view::npos ? 0 : exponent_of(text.substr(e + 1));
  const auto mantissa = text.substr(0, e);
  const auto point = mantissa.find('.');
  std::string digits(mantissa.substr(0, point));
  if (point != std::string_view::npos) {
    const auto behind = mantissa.substr(point + 1);
    digits.append(behind);
    power -= static_cast<std::int64_t>(behind.size());
  }
  digits.erase(0, digits.find_first_not_of('0'));
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++power;
  }

  if (digits.empty()) {
    value = 0;
    return NumberFault::none;
  }
  if (power < 0) return NumberFault::fraction;
  const NumberFault beyond = negative ? NumberFault::too_small : NumberFault::too_large;
  if (static_cast<std::int64_t>(digits.size()) + power > most_digits) return beyond;
  digits.append(static_cast<std::size_t>(power), '0');
  if (negative) digits.insert(digits.begin(), '-');
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return parsed.ec == std::errc{} ? NumberFault::none : beyond;
}

}  // namespace json
