#include "core/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace core {

namespace {

// Calls `visit(code_point, offset, length)` for each; false when the text is not valid UTF-8 or visit says
// stop.
template <class Visit>
bool each_code_point(std::string_view text, Visit visit) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  std::size_t offset = 0;
  while (left > 0) {
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(at, left, &code);
    if (length <= 0 || !visit(code, offset, static_cast<std::size_t>(length))) return false;
    at += length;
    left -= length;
    offset += static_cast<std::size_t>(length);
  }
  return true;
}

bool is_space(utf8proc_int32_t code) {
  if (code == ' ' || (code >= '\t' && code <= '\r')) return true;
  const auto category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool is_control(utf8proc_int32_t code, bool lines) {
  if (code == '\n' || code == '\t') return !lines;
  if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069)) return true;
  // Those that are no characters for good. What is merely not assigned in utf8proc's Unicode may be an emoji
  // of next year's telephones.
  if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF)) return true;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

// What leaves nothing to be seen: format characters, the fillers of Hangul and Braille, and what only changes
// the look of its neighbour.
bool is_invisible(utf8proc_int32_t code) {
  switch (code) {
    case 0x034F:  // combining grapheme joiner
    case 0x115F:  // Hangul choseong and jungseong filler
    case 0x1160:
    case 0x2800:  // Braille pattern blank
    case 0x3164:  // Hangul filler
    case 0xFFA0:  // and its half-width form
      return true;
    default:
      return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF) ||
             utf8proc_category(code) == UTF8PROC_CATEGORY_CF || is_space(code);
  }
}

// In no other form by any normalization, and with no other character, as Unicode has it (UAX #15): what
// Korean is written with. Going through the tables for each would be a tenth of what a message costs.
bool is_plain_syllable(utf8proc_int32_t code) {
  return code >= 0xAC00 && code <= 0xD7A3;
}

bool all_composed(std::string_view text) {
  // Below that, no character joins the one before it.
  return each_code_point(text, [](auto code, auto, auto) { return code < 0x300 || is_plain_syllable(code); });
}

// Unicode's canonical order of the marks on each character. utf8proc_map() has a sort of its own, which takes
// the square of their number: a request full of them would hold its thread for half a minute.
void sort_marks(std::vector<utf8proc_int32_t>& codes) {
  const auto order = [](utf8proc_int32_t code) { return utf8proc_get_property(code)->combining_class; };
  const auto is_mark = [&order](utf8proc_int32_t code) { return order(code) > 0; };
  for (auto begin = codes.begin(); begin != codes.end();) {
    begin = std::find_if(begin, codes.end(), is_mark);
    const auto end = std::find_if_not(begin, codes.end(), is_mark);
    std::stable_sort(begin, end, [&order](auto one, auto other) { return order(one) < order(other); });
    begin = end;
  }
}

bool all_ascii_or_syllables(std::string_view text) {
  return each_code_point(text, [](auto code, auto, auto) { return code < 0x80 || is_plain_syllable(code); });
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> nfc(std::string_view text) {
  if (all_composed(text)) return std::string(text);
  constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  std::vector<utf8proc_int32_t> codes;
  codes.reserve(text.size());
  const bool valid = each_code_point(text, [&codes](auto code, auto, auto) {
    std::array<utf8proc_int32_t, 8> parts{};  // no character has more than four (UAX #15)
    int boundary = 0;
    const auto count = utf8proc_decompose_char(code, parts.data(), parts.size(), options, &boundary);
    if (count < 0 || static_cast<std::size_t>(count) > parts.size()) return false;
    codes.insert(codes.end(), parts.begin(), parts.begin() + count);
    return true;
  });
  if (!valid) return std::nullopt;
  sort_marks(codes);
  const auto length = static_cast<utf8proc_ssize_t>(codes.size());
  codes.push_back(0);  // utf8proc ends what it writes with a zero
  const auto bytes = utf8proc_reencode(codes.data(), length, options);
  if (bytes < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(codes.data()), static_cast<std::size_t>(bytes));
}

std::string folded(std::string_view text) {
  if (all_ascii_or_syllables(text)) return lower_ascii(text);
  constexpr int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                          UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
  utf8proc_uint8_t* out = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &out, static_cast<utf8proc_option_t>(options));
  if (length < 0) return {};
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool has_control(std::string_view text, bool lines) {
  return !each_code_point(text, [lines](auto code, auto, auto) { return !is_control(code, lines); });
}

std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!text.substr(i).starts_with("\r\n")) out += text[i];
  }
  return out;
}

std::string trimmed(std::string_view text) {
  std::size_t first = text.size();
  std::size_t end = 0;
  bool visible = false;
  each_code_point(text, [&](auto code, std::size_t offset, std::size_t length) {
    if (!is_space(code)) {
      if (first == text.size()) first = offset;
      end = offset + length;
    }
    visible = visible || !is_invisible(code);
    return true;
  });
  return visible ? std::string(text.substr(first, end - first)) : std::string();
}

bool valid_utf8(std::string_view text) {
  return is_ascii(text) || each_code_point(text, [](auto, auto, auto) { return true; });
}

std::string_view shortened(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return text.substr(0, max_bytes);
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain || kept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
  }
  return out;
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(separator);
    out.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace core
