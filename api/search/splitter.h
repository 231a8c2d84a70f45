// Text as search sees it: without spaces, punctuation, case, accents and forms of writing (NFD, half-width).
// Editions are written in many ways (3판, 제3판, 3rd, 3/e), and so are the numbers of courses (미적분학 2,
// II, Ⅱ): here in one, "3판" and "2".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace search {

struct Unit {
  enum class Kind {
    syllable,   // of Hangul
    consonant,  // of Hangul, standing alone: ㅁ in ㅁㅈㅂ
    wide,       // of a script that is written without spaces: Han, Kana
    letter,     // or digit of any other script; + and # in C++ and C#; 판 of 3판
  };
  Kind kind = Kind::letter;
  char32_t code = 0;
  // Where it came from, in code points of the text: [begin, end).
  std::size_t begin = 0;
  std::size_t end = 0;
  bool starts_word = false;  // nothing of its kind stands directly before it
  // Begins a word, but is read on from the letter before as well.
  bool joined = false;    // 978-89, Gray's, and an ISBN-13 after its first three digits
  bool hyphened = false;  // e-book, 10,000: one word to a search for "ebook", two words in a search

  bool spaced() const { return kind == Kind::letter; }
  // Belongs to the same word as the one before it, or is read on from there.
  bool goes_on() const { return !starts_word || joined || hyphened; }
  bool is_digit() const { return code >= '0' && code <= '9'; }
};

// Never fails: what is not valid UTF-8 ends the text. `effort` grows by what it took: 1 a character, more for
// one that has to be taken apart by Unicode's tables.
std::vector<Unit> split(std::string_view text, std::size_t* effort = nullptr);

// The code points of valid UTF-8; what is not ends the text.
std::vector<char32_t> code_points(std::string_view text);
// Those from `begin` on, before `end`, both counted as a Unit counts them.
std::string part_of(const std::vector<char32_t>& text, std::size_t begin, std::size_t end);
// The letter that stands for a unit where only initials are typed: 학 → ㅎ, 까 → ㄱ (doubles as single ones,
// as a single one finds both). Anything else stands for itself.
char32_t initial(const Unit& unit);

void append_utf8(std::string& out, char32_t code);

}  // namespace search
