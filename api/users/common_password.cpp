#include "users/common_password.h"

#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/text.h"

namespace users {

namespace {

// "password1" has 3 bits, "qwer1234" 11, "liverpool1" 12.3; an own word with a year has 18 and more.
constexpr double common_bits = 16;
constexpr std::size_t shortest_run = 3;

bool easily_guessed(const std::string& password) {
  return ZxcvbnMatch(password.c_str(), nullptr, nullptr) < common_bits;
}

// Where a key is, a key's width being 1: each row of the keyboard begins further to the right.
struct Key {
  double x;
  double y;
};

std::optional<Key> key_of(char c) {
  struct Row {
    double begins;
    std::string_view keys;
  };
  constexpr std::array<Row, 4> rows{
      {{0, "1234567890-="}, {0.5, "qwertyuiop[]"}, {0.75, "asdfghjkl;'"}, {1.25, "zxcvbnm,./"}}};
  for (std::size_t y = 0; y < rows.size(); ++y) {
    const auto at = rows[y].keys.find(c);
    if (at != std::string_view::npos)
      return Key{rows[y].begins + static_cast<double>(at), static_cast<double>(y)};
  }
  return std::nullopt;
}

bool beside(char a, char b) {
  const auto from = key_of(a);
  const auto to = key_of(b);
  return from && to && std::abs(from->x - to->x) <= 1 && std::abs(from->y - to->y) <= 1;
}

// Every key lies beside the one before, but for the beginnings of runs of three keys and more.
bool is_walk(std::string_view keys) {
  std::size_t run = 1;
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (beside(keys[i - 1], keys[i])) {
      ++run;
    } else if (run < shortest_run) {
      return false;
    } else {
      run = 1;
    }
  }
  return run >= shortest_run;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Two walks in turn, taken apart: "q1w2e3r4" is "qwer1234". As it was when digits and others do not take
// turns.
std::string untangled(const std::string& keys) {
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (is_digit(keys[i - 1]) == is_digit(keys[i])) return keys;
  }
  std::string out = keys;
  std::stable_partition(out.begin(), out.end(), [](char c) { return !is_digit(c); });
  return out;
}

}  // namespace

bool is_common_password(const std::string& password) {
  const std::string keys = untangled(core::lower_ascii(password));
  return easily_guessed(password) || easily_guessed(keys) || is_walk(keys);
}

}  // namespace users
