// What a post is found by, as words that any full-text index can hold: FTS5 here, a tsvector elsewhere. Each
// begins with a letter that tells its kind.
//   n, o  of names (title, author, course …). 선형 대수 → syllables "n선" "n형" …, neighbours "n선형" "n형대"
//   …;
//         where the last has a tail, also without it, for who is still typing: "o서", "o선혀".
//         Other words by each of their beginnings: "nc" "nca" "ncal" …
//   i     the first consonants of names: "iㅅ" …, "iㅅㅎ" …; doubles as single ones
//   t, u  as n and o, of the description, where no name has the same
//   f     what lists are filtered by
// An expression finds candidates: a few too many, never one too few. search::find has the last word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "search/query.h"

namespace search {

// Names are short and searched by initials, too; text is not.
struct Document {
  std::vector<std::string_view> names;
  std::vector<std::string_view> texts;
  std::vector<std::string> facets;  // made by facet_token
  friend bool operator==(const Document&, const Document&) = default;
};

// Of one value of one kind: facet_token('m', "전산 학과"). The same for what differs in spaces, case or
// accents alone.
std::string facet_token(char kind, std::string_view value);

constexpr char major_facet = 'm';

// Of posts that are selling or reserved.
inline const std::string on_sale_token = "fo";

// Ends as the names of majors do. Such a term also finds the posts of just that major: 간호학과.
bool may_be_major(const Term& term);

// In order, each once.
std::vector<std::string> index_tokens(const Document& document);
// With single spaces between them, as the index takes them.
inline std::string joined_words(const std::vector<std::string>& tokens) {
  return core::joined(tokens, " ");
}
inline std::string index_words(const Document& document) {
  return joined_words(index_tokens(document));
}

// What an expression asks for besides the query: of each list one facet at least.
using Facets = std::vector<std::vector<std::string>>;

enum class Scope { names, everything };

// For `post_index MATCH`. Words and numbers of FTS5's syntax never come from the query. Empty when there is
// nothing to ask for.
std::string match_expression(const Query& query, Scope scope, const Facets& facets);

}  // namespace search
