// Puts Hangul together from single letters, as an input method does (두벌식).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace search {

// The letter of a vowel: 0 → ㅏ (U+314F).
char32_t vowel_letter(int vowel);
std::optional<int> vowel_of(char32_t letter);

// The two vowels that make one: ㅘ → ㅗ ㅏ. Nothing for a single one.
struct VowelPair {
  int first = 0;
  int second = 0;
};
std::optional<VowelPair> parts_of_vowel(int vowel);

// ㅁㅣㅈㅓㄱㅂㅜㄴ → 미적분. A letter that finds no syllable to be part of stays as it is.
std::u32string composed(std::u32string_view letters);

}  // namespace search
