#include "search/hangul.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace search {

namespace {

constexpr char32_t first_syllable = 0xAC00;

constexpr std::u32string_view consonants = U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
static_assert(consonants.size() == leads);

// By tail, from ㄱ (1) to ㅎ (27): what stays, and the lead that moves on.
constexpr std::array<Moved, tails> moves = {{
    {0, 0},  {0, 0},  {0, 1},  {1, 9},  {0, 2},  {4, 12}, {4, 18}, {0, 3},  {0, 5},  {8, 0},
    {8, 6},  {8, 7},  {8, 9},  {8, 16}, {8, 17}, {8, 18}, {0, 6},  {0, 7},  {17, 9}, {0, 9},
    {0, 10}, {0, 11}, {0, 12}, {0, 14}, {0, 15}, {0, 16}, {0, 17}, {0, 18},
}};

}  // namespace

Syllable decompose(char32_t syllable) {
  const int index = static_cast<int>(syllable - first_syllable);
  return {index / (vowels * tails), index / tails % vowels, index % tails};
}

char32_t compose(const Syllable& syllable) {
  return first_syllable +
         static_cast<char32_t>((syllable.lead * vowels + syllable.vowel) * tails + syllable.tail);
}

char32_t consonant(int lead) {
  return consonants[static_cast<std::size_t>(lead)];
}

std::optional<int> lead_of(char32_t consonant) {
  const auto at = consonants.find(consonant);
  return at == std::u32string_view::npos ? std::nullopt : std::optional(static_cast<int>(at));
}

int plain_lead(int lead) {
  switch (lead) {
    case 1:   // ㄲ
    case 4:   // ㄸ
    case 8:   // ㅃ
    case 10:  // ㅆ
    case 13:  // ㅉ
      return lead - 1;
    default:
      return lead;
  }
}

Moved moved_tail(int tail) {
  return moves[static_cast<std::size_t>(tail)];
}

bool vowel_grows_to(int typed, int whole) {
  constexpr int o = 8, u = 13, eu = 18;  // ㅗ ㅜ ㅡ: those that a second vowel joins
  if (typed == whole) return true;
  if (typed == o || typed == u) return whole > typed && whole <= typed + 3;
  return typed == eu && whole == eu + 1;
}

bool tail_grows_to(int typed, int whole) {
  return typed == whole || typed == 0 || moved_tail(whole).tail == typed;
}

}  // namespace search
