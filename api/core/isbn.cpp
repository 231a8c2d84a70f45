#include "core/isbn.h"

namespace core {

namespace {

char check_digit13(std::string_view first12) {
  int sum = 0;
  for (std::size_t i = 0; i < 12; ++i) sum += (first12[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool valid_isbn10(std::string_view text) {
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const int digit = text[i] == 'X' ? 10 : text[i] - '0';
    if (digit == 10 && i != 9) return false;
    sum += digit * static_cast<int>(10 - i);
  }
  return sum % 11 == 0;
}

}  // namespace

std::optional<std::string> isbn13(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    if (c == 'x' || c == 'X') {
      plain += 'X';
    } else if (c >= '0' && c <= '9') {
      plain += c;
    } else {
      return std::nullopt;
    }
  }
  if (plain.size() == 10) {
    if (!valid_isbn10(plain)) return std::nullopt;
    const std::string first12 = "978" + plain.substr(0, 9);
    return first12 + check_digit13(first12);
  }
  const bool known_prefix = plain.starts_with("978") || plain.starts_with("979");
  if (plain.size() != 13 || !known_prefix || plain.find('X') != std::string::npos) return std::nullopt;
  if (check_digit13(plain) != plain[12]) return std::nullopt;
  return plain;
}

std::optional<std::string> isbn10(std::string_view text) {
  const auto whole = isbn13(text);
  if (!whole || !whole->starts_with("978")) return std::nullopt;
  const std::string out = whole->substr(3, 9);
  for (const char check : std::string_view("0123456789X")) {
    if (valid_isbn10(out + check)) return out + check;
  }
  return std::nullopt;
}

}  // namespace core
