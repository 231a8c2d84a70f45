#include "chat/phone_number.h"

#include <utf8proc.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace chat {

namespace {

constexpr std::size_t most_between = 4;  // characters between two digits of a number

struct Digit {
  char value = '0';
  bool spoken = false;        // a syllable: 공, 일 …
  bool starts_run = false;    // nothing before it is of the same number
  bool after_letter = false;  // stands directly behind a letter
  std::u32string before;      // what stands between it and the digit before, unless it starts a run
};

bool ascii_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool ascii_letter(char32_t c) {
  return c >= 'a' && c <= 'z';
}
bool one_of(std::u32string_view characters, char32_t c) {
  return characters.find(c) != characters.npos;
}

// -1: none. ㅇ is written for 0.
int spoken_digit(char32_t c) {
  if (c == U'영' || c == U'\u110B') return 0;
  if (c == U'륙') return 6;
  constexpr std::u32string_view syllables = U"공일이삼사오육칠팔구";
  const auto at = syllables.find(c);
  return at == syllables.npos ? -1 : static_cast<int>(at);
}

// Letters that stand for digits are in a word of nothing else: o1o.
bool all_like_digits(std::span<const char32_t> word) {
  return std::any_of(word.begin(), word.end(), ascii_digit) &&
         std::all_of(word.begin(), word.end(),
                     [](char32_t c) { return ascii_digit(c) || one_of(U"oli", c); });
}

// Signs and spaces, or how a dash is read out.
bool separates(std::u32string_view between) {
  if (between.size() > most_between) return false;
  const auto begin = between.find_first_not_of(U' ');
  const auto word = begin == between.npos ? std::u32string_view()
                                          : between.substr(begin, between.find_last_not_of(U' ') + 1 - begin);
  if (word == U"다시" || word == U"대시" || word == U"에") return true;
  return std::none_of(between.begin(), between.end(), [](char32_t c) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;  // letters, marks, numbers
  });
}

std::vector<Digit> digits_of(std::span<const char32_t> text) {
  std::vector<Digit> out;
  std::size_t last = 0;  // behind the digit before
  const auto add = [&](std::size_t at, char value, bool spoken) {
    Digit digit{value, spoken, false, at > 0 && ascii_letter(text[at - 1]) && last != at, {}};
    const auto between = text.subspan(last, at - last);
    digit.starts_run = out.empty() || between.size() > most_between;
    // A string made here, since g++ 12 takes an assign() of so few characters for one of overlapping memory.
    if (!digit.starts_run) digit.before = std::u32string(between.begin(), between.end());
    digit.starts_run = digit.starts_run || !separates(digit.before);
    out.push_back(std::move(digit));
    last = at + 1;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && (ascii_digit(text[end]) || ascii_letter(text[end]))) ++end;
    if (end == i) {
      const int spoken = spoken_digit(text[i]);
      if (spoken >= 0) add(i, static_cast<char>('0' + spoken), true);
      ++i;
      continue;
    }
    const bool letters = all_like_digits(text.subspan(i, end - i));
    for (; i < end; ++i) {
      if (ascii_digit(text[i])) add(i, static_cast<char>(text[i]), false);
      if (letters && ascii_letter(text[i])) add(i, text[i] == 'o' ? '0' : '1', false);
    }
  }
  return out;
}

// Whether a number can begin with that digit: not in the middle of others, or joined to them as in an ISBN or
// a date.
bool may_begin(const std::vector<Digit>& digits, std::size_t at) {
  const Digit& first = digits[at];
  if (first.after_letter) return false;
  if (first.starts_run) return true;
  if (first.before.empty()) return first.spoken || digits[at - 1].spoken;
  return first.before.size() > 1 || !one_of(U"-.,/", first.before[0]);
}

// Whether the digits [begin, end) can be one number by how they stand together: "010 1234 5678", or with
// `spread` also "0 1 0 1 2 …" as a whole, and not "01 234567890".
bool stand_together(const std::vector<Digit>& digits, std::size_t begin, std::size_t end, bool spread) {
  std::vector<std::size_t> groups = {1};
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (digits[i].starts_run) return false;
    if (digits[i].before.empty()) {
      ++groups.back();
      continue;
    }
    spread = spread && digits[i].before.find(U':') == std::u32string::npos;  // of times
    groups.push_back(1);
  }
  if (groups.front() < 3 && !(spread && *std::max_element(groups.begin(), groups.end()) <= 2)) return false;
  // "…5678이에요" goes on in a syllable that is a digit only by chance.
  return end == digits.size() || digits[end].starts_run || !digits[end].before.empty() || digits[end].spoken;
}

std::string value_of(const std::vector<Digit>& digits, std::size_t begin, std::size_t length) {
  std::string out;
  for (std::size_t i = begin; i < begin + length; ++i) out += digits[i].value;
  return out;
}

bool binary(std::string_view number) {
  return number.find_first_not_of("01") == std::string_view::npos;
}

// 010, 070 and 050x: 11 digits, 050x with 12, too.
bool mobile_at(const std::vector<Digit>& digits, std::size_t begin) {
  if (digits[begin].value != '0' || !may_begin(digits, begin)) return false;
  for (const std::size_t length : {std::size_t{11}, std::size_t{12}}) {
    if (begin + length > digits.size()) return false;
    const std::string number = value_of(digits, begin, length);
    const bool mobile = length == 11 && number.starts_with("010");
    const bool known = mobile || (length == 11 && number.starts_with("070")) || number.starts_with("050");
    if (known && !binary(number) && stand_together(digits, begin, begin + length, mobile)) return true;
  }
  return false;
}

// "02-123-4567", "031)123-4567": only in this form.
bool landline_at(const std::vector<Digit>& digits, std::size_t begin) {
  constexpr std::size_t most = 11;
  if (digits[begin].value != '0' || digits[begin].spoken || !may_begin(digits, begin)) return false;
  std::vector<std::size_t> groups = {1};
  for (std::size_t i = begin + 1; i < digits.size() && i - begin <= most; ++i) {
    const Digit& digit = digits[i];
    if (digit.starts_run || digit.spoken) break;
    if (digit.before.empty()) {
      ++groups.back();
    } else if (digit.before == U"-" || digit.before == U")") {
      groups.push_back(1);
    } else {
      break;
    }
  }
  const std::string area = value_of(digits, begin, groups.front());
  const bool known = area == "02" || (area.size() == 3 && area[1] >= '3' && area[1] <= '6');
  return known && groups.size() == 3 && (groups[1] == 3 || groups[1] == 4) && groups[2] == 4;
}

// "+82 10 1234 5678", "+1 (415) 555-0100".
bool international(std::span<const char32_t> text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '+' || (i > 0 && (ascii_digit(text[i - 1]) || ascii_letter(text[i - 1])))) continue;
    std::size_t count = 0;
    std::size_t gap = 0;
    for (std::size_t at = i + 1; at < text.size() && gap <= 2; ++at) {
      const bool digit = ascii_digit(text[at]);
      if (!digit && !one_of(U" -.()", text[at])) break;
      gap = digit ? 0 : gap + 1;
      count += digit ? 1 : 0;
    }
    if (count >= 10 && count <= 15 && i + 1 < text.size() && ascii_digit(text[i + 1])) return true;
  }
  return false;
}

}  // namespace

bool has_phone_number(std::span<const char32_t> text) {
  const std::vector<Digit> digits = digits_of(text);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (mobile_at(digits, i) || landline_at(digits, i)) return true;
  }
  return international(text);
}

}  // namespace chat
