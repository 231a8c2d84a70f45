// Text as people write it: valid UTF-8, normalised, counted in characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// Normalisation Form C (utf8proc), so that 책 typed on a Mac (three jamo) equals 책 typed elsewhere.
// Nothing when `text` is not valid UTF-8.
std::optional<std::string> nfc(std::string_view text);

// Compatibility forms (full-width, circled) replaced, case folded, accents and what is not seen dropped,
// Hangul composed (Unicode's NFKC_Casefold but for marks). Empty when `text` is not valid UTF-8.
std::string folded(std::string_view text);

// Unicode code points in valid UTF-8.
std::size_t characters(std::string_view text);

// True when there is a control (Cc), line or paragraph separator, private or surrogate code point, one that
// is no character, or one that reorders what surrounds it (U+202A to U+202E, U+2066 to U+2069), with which a
// title could disguise what stands beside it. '\n' and '\t' are let through when `lines` is set.
bool has_control(std::string_view text, bool lines);

// With each CR LF, which ends a line on Windows and in forms, as an LF.
std::string with_plain_line_ends(std::string_view text);

// Without white space (any of Unicode's) at both ends. Empty when nothing of it can be seen: a title of
// fillers (U+3164) or zero-width spaces is none.
std::string trimmed(std::string_view text);

bool valid_utf8(std::string_view text);

// As many whole characters from the front as fit into `max_bytes`.
std::string_view shortened(std::string_view text, std::size_t max_bytes);

// "a,b" → {"a", "b"}; nothing of an empty text.
std::vector<std::string> split(std::string_view text, char separator);
// The other way round, of strings or views of them.
template <class Texts>
std::string joined(const Texts& texts, std::string_view separator) {
  std::string out;
  for (const auto& text : texts) {
    if (!out.empty()) out += separator;
    out += text;
  }
  return out;
}

// For a URI: all but letters, digits, "-._~" and what is `kept` becomes %XX.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

// 15000 → "15,000". For numbers from 0.
std::string grouped(std::int64_t number);

// ASCII only: for header names, usernames and e-mail domains.
std::string lower_ascii(std::string_view text);

}  // namespace core
