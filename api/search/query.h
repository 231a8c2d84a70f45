// What somebody searches for: terms that all must occur, each matched the way Korean is typed.
//
// A term of Hangul occurs where its syllables stand one after the other, whatever spaces lie between, from
// the middle of a word, too. Its last syllable may still be being typed: 미저 and 미ㅈ occur in 미적분, 댓 in
// 대수, 고 in 과학. A consonant stands for any syllable that begins with it, and with its double: ㄱ for 꼬,
// too. A term of other letters occurs at the beginning of a word; an ISBN also where the same book's other
// one stands, and what students call a course also where its name does (abbreviations.h). A number of one
// digit is a whole number, and one of less than four is not looked for in ISBNs: a 1 is in half of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/splitter.h"

namespace search {

using Term = std::vector<Unit>;  // of one kind: letters, or anything else

constexpr std::size_t max_terms = 10;

struct Range {
  std::size_t begin = 0;  // in characters (code points) of the text
  std::size_t end = 0;    // exclusive
  friend bool operator==(const Range&, const Range&) = default;
};

// In order, those that touch made one.
void merge(std::vector<Range>& ranges);

// How well a term occurs: 0 not at all, 1 inside a word, 2 at its beginning, 3 as a whole word.
struct Occurrence {
  int quality = 0;  // of the best place
  std::vector<Range> ranges;
};

class Query {
 public:
  Query() = default;
  // More than max_terms terms are left out. An ISBN is one term, however it is grouped.
  explicit Query(std::string_view text);

  const std::string& text() const { return text_; }
  const std::vector<Term>& terms() const { return terms_; }
  // Words that people add and that hardly any post has ("미적분학 교재", "김홍종 교수님"): what has them goes
  // first, nothing must. They are terms where there are no others.
  const std::vector<Term>& extras() const { return extras_; }
  // Nothing in it can be searched for ("?!", an emoji): it finds nothing.
  bool empty() const { return terms_.empty(); }

 private:
  std::string text_;
  std::vector<Term> terms_;
  std::vector<Term> extras_;
};

// A term of consonants alone (ㅁㅈㅂ): looked for in names, not in running text, where it would be
// everywhere.
bool initials_only(const Term& term);

// The ISBN-13 of an ISBN-10, and the other way round.
std::optional<Term> other_isbn(const Term& term);
// What else stands for a term: the book's other ISBN, or the names of what it abbreviates.
std::vector<Term> other_forms(const Term& term);

Occurrence find(const Term& term, const std::vector<Unit>& text);

}  // namespace search
