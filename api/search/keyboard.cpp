#include "search/keyboard.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "search/composer.h"
#include "search/hangul.h"
#include "search/splitter.h"

namespace search {

namespace {

// The letters on the keys a to z; some capital letters have their own (Q: ㅃ).
constexpr std::u32string_view lower_keys = U"ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ";
constexpr std::u32string_view shifted = U"ㅃㅉㄸㄲㅆㅒㅖ";
constexpr std::string_view shifted_keys = "QWERTOP";
static_assert(lower_keys.size() == 26 && shifted.size() == shifted_keys.size());

bool is_key(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char32_t letter_on(char key) {
  const auto at = shifted_keys.find(key);
  if (at != std::string_view::npos) return shifted[at];
  const char lower = key >= 'A' && key <= 'Z' ? static_cast<char>(key + 32) : key;
  return lower_keys[static_cast<std::size_t>(lower - 'a')];
}

// The key of a single letter, or '\0'.
char key_of(char32_t letter) {
  const auto at = shifted.find(letter);
  if (at != std::u32string_view::npos) return shifted_keys[at];
  const auto lower = lower_keys.find(letter);
  return lower == std::u32string_view::npos ? '\0' : static_cast<char>('a' + lower);
}

std::string keys_of_vowel(int vowel) {
  if (const auto parts = parts_of_vowel(vowel)) {
    return keys_of_vowel(parts->first) + keys_of_vowel(parts->second);
  }
  return {key_of(vowel_letter(vowel))};
}

std::string keys_of_tail(int tail) {
  if (tail == 0) return {};
  const Moved parts = moved_tail(tail);
  return keys_of_tail(parts.tail) + key_of(consonant(parts.lead));
}

std::string keys_of(char32_t code) {
  if (is_syllable(code)) {
    const Syllable syllable = decompose(code);
    return key_of(consonant(syllable.lead)) + keys_of_vowel(syllable.vowel) + keys_of_tail(syllable.tail);
  }
  if (const auto vowel = vowel_of(code)) return keys_of_vowel(*vowel);
  if (const char key = key_of(code)) return {key};
  return {};
}

// What is Hangul already stays. Nothing when a letter stays alone: no Korean word is written so. But the last
// one of a word may be the beginning of a syllable.
std::optional<std::string> to_hangul(std::string_view text) {
  std::u32string letters;
  for (const char32_t code : code_points(text)) {
    letters += is_key(code) ? letter_on(static_cast<char>(code)) : code;
  }
  const std::u32string whole = composed(letters);
  std::string out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool ends = i + 1 == whole.size() || whole[i + 1] == U' ';
    const bool begun = i > 0 && is_syllable(whole[i - 1]);
    if (vowel_of(whole[i]) || (lead_of(whole[i]) && !(ends && begun))) return std::nullopt;
    append_utf8(out, whole[i]);
  }
  return out;
}

// Word by word; one that makes no Hangul stays (the C++ of "C++ vmfhrmfoald").
std::optional<std::string> words_to_hangul(std::string_view text) {
  std::vector<std::string> words = core::split(text, ' ');
  bool any = false;
  for (std::string& word : words) {
    auto meant = to_hangul(word);
    if (!meant) continue;
    any = any || *meant != word;
    word = std::move(*meant);
  }
  return any ? std::optional(core::joined(words, " ")) : std::nullopt;
}

// What is ASCII already stays.
std::optional<std::string> to_latin(std::string_view text) {
  std::string out;
  for (const char32_t code : code_points(text)) {
    const std::string keys = code < 0x80 ? std::string{static_cast<char>(code)} : keys_of(code);
    if (keys.empty()) return std::nullopt;
    out += keys;
  }
  return out;
}

// With every capital letter a small one, or also the other way round, as with Caps Lock.
std::string with_case(std::string_view text, bool swapped) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c + 32);
    } else if (swapped && c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 32);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> on_the_other_layout(std::string_view typed) {
  const std::string text = core::nfc(typed).value_or("");
  std::vector<std::string> out;
  // Two keys make a syllable by chance: DB is no 유.
  const auto add = [&](const std::optional<std::string>& one) {
    if (one && *one != text && text.size() > 2 && std::find(out.begin(), out.end(), *one) == out.end())
      out.push_back(*one);
  };
  if (std::any_of(text.begin(), text.end(), [](char c) { return is_key(static_cast<unsigned char>(c)); })) {
    add(to_hangul(text));
    // A phone begins with a capital letter by itself; Caps Lock makes all of them.
    add(to_hangul(with_case(text, false)));
    add(to_hangul(with_case(text, true)));
  }
  add(to_latin(text));
  if (out.empty()) add(words_to_hangul(text));
  return out;
}

}  // namespace search
