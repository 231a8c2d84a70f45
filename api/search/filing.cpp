#include "search/filing.h"

#include <algorithm>
#include <array>

#include "search/abbreviations.h"
#include "search/composer.h"
#include "search/hangul.h"

namespace search {

namespace {

using Kind = Unit::Kind;

// A word has a token for each of these beginnings, a term is filed under its longest: that of an ISBN is the
// whole.
constexpr std::array<std::size_t, 8> lengths = {1, 2, 3, 4, 6, 8, 10, 13};
// What both ISBNs of a book have: behind the prefix of the longer one, and nearly up to the check digit.
constexpr std::size_t isbn_prefix = 3;
constexpr std::size_t isbn_length = 8;
static_assert(lengths[5] == isbn_length);

// What typing on does not change: the lead and the first letter of the vowel. 고, 과 and 광 have 고.
char32_t stem(const Unit& unit) {
  if (unit.kind != Kind::syllable) return initial(unit);
  const Syllable syllable = decompose(unit.code);
  const auto parts = parts_of_vowel(syllable.vowel);
  return compose({syllable.lead, parts ? parts->first : syllable.vowel, 0});
}

std::string token(char32_t first) {
  std::string out;
  append_utf8(out, first);
  return out;
}

std::string token(char32_t first, char32_t second) {
  std::string out = token(first);
  append_utf8(out, second);
  return out;
}

// An ISBN is found by the book's other one, too.
Filing filing_of_isbn(const Term& term) {
  Filing out{{}, 9};
  const std::size_t begin = term.size() == lengths.back() ? isbn_prefix : 0;
  for (std::size_t i = begin; i < begin + isbn_length; ++i) append_utf8(out.token, term[i].code);
  return out;
}

Filing filing_of_word(const Term& term) {
  if (other_isbn(term)) return filing_of_isbn(term);
  const auto next = std::upper_bound(lengths.begin(), lengths.end(), term.size());
  const std::size_t length = *std::prev(next);
  Filing out;
  for (std::size_t i = 0; i < length; ++i) append_utf8(out.token, term[i].code);
  out.rarity = length >= 10 ? 9 : length >= 6 ? 7 : length >= 3 ? 5 : length == 2 ? 2 : 0;
  return out;
}

void add_words(Tokens& tokens, const std::vector<Unit>& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!text[i].spaced() || !text[i].starts_word) continue;
    std::string word;
    std::size_t length = 0;
    for (std::size_t k = i; k < text.size() && text[k].spaced() && length < lengths.back(); ++k) {
      if (k > i && !text[k].goes_on()) break;
      append_utf8(word, text[k].code);
      ++length;
      if (std::binary_search(lengths.begin(), lengths.end(), length)) tokens.insert(word);
    }
    if (word.starts_with("978") && word.size() == lengths.back())
      tokens.insert(word.substr(isbn_prefix, isbn_length));
  }
}

}  // namespace

Filing filing(const Term& term) {
  const Unit& first = term.front();
  if (first.spaced()) return filing_of_word(term);
  const bool vague = first.kind == Kind::consonant;
  // What it abbreviates begins with the same syllable.
  if (term.size() == 1 || !abbreviated(term).empty()) return {token(stem(first)), vague ? 0 : 2};
  const Unit& second = term[1];
  if (vague) return {token(initial(first), initial(second)), 3};
  return {token(first.code, stem(second)), second.kind == Kind::consonant ? 5 : 8};
}

void add_tokens(Tokens& tokens, const std::vector<Unit>& text) {
  add_words(tokens, text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Unit& first = text[i];
    if (first.spaced()) continue;
    tokens.insert(token(stem(first)));
    tokens.insert(token(initial(first)));
    if (i + 1 == text.size() || text[i + 1].spaced()) continue;
    const Unit& second = text[i + 1];
    tokens.insert(token(first.code, stem(second)));
    tokens.insert(token(first.code, initial(second)));
    tokens.insert(token(initial(first), initial(second)));
  }
}

}  // namespace search
