// What searches are filed under: whatever a search finds must lead to it.
#include "search/filing.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "search/composer.h"
#include "search/hangul.h"
#include "search/splitter.h"

namespace filing_test {

namespace {

using search::Query, search::split;

std::string token_of(std::string_view term) {
  return search::filing(Query(term).terms().front()).token;
}

search::Tokens tokens_of(std::string_view text) {
  search::Tokens out;
  search::add_tokens(out, split(text));
  return out;
}

std::string utf8(std::u32string_view codes) {
  std::string out;
  for (const char32_t code : codes) search::append_utf8(out, code);
  return out;
}

void append_tail(std::u32string& letters, int tail) {
  if (tail == 0) return;
  const auto parts = search::moved_tail(tail);
  append_tail(letters, parts.tail);
  letters += search::consonant(parts.lead);
}

// The keys one presses for it, in order.
std::u32string keys(std::u32string_view text) {
  std::u32string out;
  for (const char32_t code : text) {
    if (!search::is_syllable(code)) {
      out += code;
      continue;
    }
    const auto syllable = search::decompose(code);
    out += search::consonant(syllable.lead);
    const auto vowels = search::parts_of_vowel(syllable.vowel);
    out += search::vowel_letter(vowels ? vowels->first : syllable.vowel);
    if (vowels) out += search::vowel_letter(vowels->second);
    append_tail(out, syllable.tail);
  }
  return out;
}

// Posts and what people type who want them; few letters, so that much is found.
class Random {
 public:
  std::u32string text() {
    std::u32string out;
    const int length = number(1, 24);
    while (static_cast<int>(out.size()) < length) out += piece();
    return out;
  }

  // Something out of the text, changed as typing changes it.
  std::u32string query(const std::u32string& text) {
    if (chance(20)) return one_of({U"8936433598", U"9788936433598", U"selfstudy"});
    const auto begin = static_cast<std::size_t>(number(0, static_cast<int>(text.size()) - 1));
    std::u32string out = text.substr(begin, static_cast<std::size_t>(number(1, 8)));
    if (chance(3)) std::erase(out, U' ');
    if (chance(3)) std::erase(out, U'-');
    if (chance(4)) out.insert(out.begin() + number(0, static_cast<int>(out.size())), U' ');
    if (chance(3)) {
      for (char32_t& code : out) {
        if (search::is_syllable(code) && chance(2)) code = search::consonant(search::decompose(code).lead);
      }
    }
    if (!out.empty() && chance(2)) {
      std::u32string typed = keys(out);
      typed.resize(typed.size() - std::min(typed.size() - 1, static_cast<std::size_t>(number(0, 3))));
      out = search::composed(typed);
    }
    return out;
  }

 private:
  std::u32string piece() {
    switch (number(0, 11)) {
      case 0:
        return U" ";
      case 1:
        return U"-";
      case 2:
        return one_of(
            {U"calculus", U"Café", U"c", U"C++", U"Linear Algebra", U"ab", U"self-study", U"O'Reilly"});
      case 3:
        return one_of({U"9788936433598", U"978-89-364-3359-8", U"8936433598", U"2024-1", U"3", U"12 34"});
      case 4:
        return one_of({U"ㅁ", U"ㄱㅅ", U"漢字", U"学", U"カ", U"📚", U"(", U"ㅠ"});
      default:
        break;
    }
    static const std::vector<int> tails = {0, 0, 0, 1, 3, 4, 5, 8, 9, 17, 18, 19, 21};
    const int tail = tails[static_cast<std::size_t>(number(0, static_cast<int>(tails.size()) - 1))];
    return {search::compose({number(0, 3), number(8, 19), tail})};
  }
  std::u32string one_of(const std::vector<std::u32string>& some) {
    return some[static_cast<std::size_t>(number(0, static_cast<int>(some.size()) - 1))];
  }
  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine_); }
  bool chance(int in) { return number(1, in) == 1; }

  std::mt19937 engine_{20260302};
};

}  // namespace

TEST_CASE("whatever a term is found in has the token that it is filed under") {
  Random random;
  int found = 0;
  int typing = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::u32string text = random.text();
    const std::u32string typed = random.query(text);
    const auto units = split(utf8(text));
    search::Tokens tokens;
    search::add_tokens(tokens, units);
    const Query query(utf8(typed));
    for (const auto& term : query.terms()) {
      if (search::find(term, units).quality == 0) continue;
      ++found;
      typing += text.find(typed) == std::u32string::npos ? 1 : 0;
      const bool filed = tokens.contains(search::filing(term).token);
      if (filed) continue;
      CAPTURE(utf8(text));
      CAPTURE(utf8(typed));
      REQUIRE(filed);
    }
  }
  // Or it would have shown nothing.
  CHECK(found > 40'000);
  CHECK(typing > 10'000);
}

TEST_CASE("a term is filed under its beginning as typing it on leaves it") {
  for (const char* term : {"미저", "미적", "미적분", "미적분학"}) CHECK(token_of(term) == "미저");
  for (const char* term : {"고", "과", "광", "공"}) CHECK(token_of(term) == "고");
  CHECK(token_of("미ㅈ") == "미ㅈ");
  CHECK(token_of("ㅁㅈㅂ") == "ㅁㅈ");
  CHECK(token_of("ㅁ적분") == "ㅁㅈ");
  CHECK(token_of("ㅁ") == "ㅁ");
  CHECK(token_of("漢") == "漢");
  CHECK(token_of("calculus") == "calculus");
  CHECK(token_of("calculu") == "calcul");
  CHECK(token_of("978-89-364-3359-8") == "89364335");
  CHECK(token_of("8936433598") == "89364335");
  CHECK(token_of("978-89-364-3359-7") == "9788936433597");  // no ISBN
  CHECK(token_of("ㄲㄱ") == "ㄱㄱ");
}

TEST_CASE("a rarer term is told from one that every text has") {
  const auto rarity = [](std::string_view term) {
    return search::filing(Query(term).terms().front()).rarity;
  };
  CHECK(rarity("9788936433598") > rarity("미적분"));
  CHECK(rarity("미적분") > rarity("미ㅈ"));
  CHECK(rarity("미ㅈ") > rarity("ㅁㅈㅂ"));
  CHECK(rarity("ㅁㅈㅂ") > rarity("책"));
  CHECK(rarity("책") > rarity("ㅊ"));
  CHECK(rarity("calculus") > rarity("c"));
}

TEST_CASE("a post has a few tokens for each character") {
  CHECK(tokens_of("") == search::Tokens{});
  CHECK(tokens_of("과 C1") == search::Tokens{"고", "ㄱ", "c", "c1"});
  CHECK(tokens_of("미적") == search::Tokens{"미", "ㅁ", "저", "ㅈ", "미저", "미ㅈ", "ㅁㅈ"});
  CHECK(tokens_of("12-34") == search::Tokens{"1", "12", "123", "1234", "3", "34"});
}

}  // namespace filing_test
