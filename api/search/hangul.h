// Hangul by its letters (Unicode 15, 3.12: syllables are lead * 588 + vowel * 28 + tail from U+AC00 on), and
// the order in which a Korean keyboard puts them together.
#pragma once

#include <optional>

namespace search {

struct Syllable {
  int lead = 0;   // 0 to 18: ㄱ ㄲ ㄴ … ㅎ
  int vowel = 0;  // 0 to 20: ㅏ ㅐ ㅑ … ㅣ
  int tail = 0;   // 0: none; 1 to 27: ㄱ ㄲ ㄳ … ㅎ
};

constexpr int leads = 19;
constexpr int vowels = 21;
constexpr int tails = 28;

constexpr bool is_syllable(char32_t code) {
  return code >= 0xAC00 && code <= 0xD7A3;
}
Syllable decompose(char32_t syllable);
char32_t compose(const Syllable& syllable);

// The letter of a lead as one types it alone: 0 → ㄱ (U+3131).
char32_t consonant(int lead);
std::optional<int> lead_of(char32_t consonant);

// Double consonants are typed with Shift, which people leave out when they write initials alone: ㄲ → ㄱ.
int plain_lead(int lead);

// Typing goes on: 댓 becomes 대수, 값 becomes 갑시. What stays of a tail when its last letter moves on as the
// next syllable's lead.
struct Moved {
  int tail = 0;
  int lead = 0;
};
Moved moved_tail(int tail);  // 1 to 27

// Typing goes on: 고 becomes 과, 갑 becomes 값. True when `typed` may still become `whole`; also when they
// are equal.
bool vowel_grows_to(int typed, int whole);
bool tail_grows_to(int typed, int whole);

}  // namespace search
