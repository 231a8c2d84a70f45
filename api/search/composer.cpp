#include "search/composer.h"

#include <array>

#include "search/hangul.h"

namespace search {

namespace {

constexpr std::u32string_view vowel_letters = U"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
static_assert(vowel_letters.size() == vowels);

struct JoinedVowel {
  VowelPair parts;
  int whole;
};
constexpr std::array<JoinedVowel, 7> joined_vowels = {
    {{{8, 0}, 9}, {{8, 1}, 10}, {{8, 20}, 11}, {{13, 4}, 14}, {{13, 5}, 15}, {{13, 20}, 16}, {{18, 20}, 19}}};

std::optional<int> joined(int first, int second) {
  for (const auto& one : joined_vowels) {
    if (one.parts.first == first && one.parts.second == second) return one.whole;
  }
  return std::nullopt;
}

// The tail that `lead` makes after `tail` (0: none).
std::optional<int> tail_with(int tail, int lead) {
  for (int whole = 1; whole < tails; ++whole) {
    const Moved parts = moved_tail(whole);
    if (parts.tail == tail && parts.lead == lead) return whole;
  }
  return std::nullopt;
}

// A consonant becomes a tail until a vowel takes it away.
class Composer {
 public:
  void type(char32_t letter) {
    if (const auto lead = lead_of(letter)) {
      type_consonant(*lead);
    } else if (const auto vowel = vowel_of(letter)) {
      type_vowel(*vowel);
    } else {
      flush();
      out_ += letter;
    }
  }
  std::u32string finish() {
    flush();
    return std::move(out_);
  }

 private:
  enum class State { nothing, lead, vowel };

  void type_consonant(int lead) {
    if (state_ == State::vowel) {
      if (const auto tail = tail_with(now_.tail, lead)) {
        now_.tail = *tail;
        return;
      }
    }
    flush();
    now_ = {lead, 0, 0};
    state_ = State::lead;
  }

  void type_vowel(int vowel) {
    if (state_ == State::lead) {
      now_.vowel = vowel;
      state_ = State::vowel;
    } else if (state_ == State::vowel && now_.tail != 0) {
      const Moved moved = moved_tail(now_.tail);
      now_.tail = moved.tail;
      flush();
      now_ = {moved.lead, vowel, 0};
      state_ = State::vowel;
    } else if (const auto whole = state_ == State::vowel ? joined(now_.vowel, vowel) : std::nullopt) {
      now_.vowel = *whole;
    } else {
      flush();
      out_ += vowel_letter(vowel);
    }
  }

  void flush() {
    if (state_ == State::lead) out_ += consonant(now_.lead);
    if (state_ == State::vowel) out_ += compose(now_);
    state_ = State::nothing;
  }

  State state_ = State::nothing;
  Syllable now_;
  std::u32string out_;
};

}  // namespace

char32_t vowel_letter(int vowel) {
  return vowel_letters[static_cast<std::size_t>(vowel)];
}

std::optional<int> vowel_of(char32_t letter) {
  const auto at = vowel_letters.find(letter);
  return at == std::u32string_view::npos ? std::nullopt : std::optional(static_cast<int>(at));
}

std::optional<VowelPair> parts_of_vowel(int vowel) {
  for (const auto& one : joined_vowels) {
    if (one.whole == vowel) return one.parts;
  }
  return std::nullopt;
}

std::u32string composed(std::u32string_view letters) {
  Composer composer;
  for (const char32_t letter : letters) composer.type(letter);
  return composer.finish();
}

}  // namespace search
