#include "alerts/alert.h"

#include "search/filing.h"
#include "search/name_key.h"
#include "search/query.h"

namespace alerts {

namespace {

// Its terms, one a line: what the search is made of, without spaces, case and accents.
std::string words_of(const std::string& q) {
  const search::Query query(q);
  std::string out;
  for (const auto& term : query.terms()) {
    for (const auto& unit : term) search::append_utf8(out, unit.code);
    out += '\n';
  }
  return out;
}

}  // namespace

Conditions conditions_of(const Wanted& wanted) {
  return {wanted.q, wanted.isbn, search::optional_name_key(wanted.major),
          search::optional_name_key(wanted.course), wanted.max_price};
}

std::string same_key(const Conditions& conditions) {
  // None of them holds a line break, so that nothing in them can be taken for the next part.
  return (conditions.q ? words_of(*conditions.q) : "") + "isbn:" + conditions.isbn.value_or("") +
         "\nmajor:" + conditions.major_key.value_or("") + "\ncourse:" + conditions.course_key.value_or("") +
         "\nmax_price:" + (conditions.max_price ? std::to_string(*conditions.max_price) : "");
}

std::string token_of(const Conditions& conditions) {
  search::Filing best{"", -1};
  const auto offer = [&best](search::Filing filing) {
    if (filing.rarity > best.rarity) best = std::move(filing);
  };
  // An ISBN is one of the texts that a post is found by, and so its own token.
  if (conditions.isbn) offer({*conditions.isbn, 9});
  const search::Query query(conditions.q.value_or(""));
  for (const auto& term : query.terms()) offer(search::filing(term));
  if (conditions.course_key) offer({course_token(*conditions.course_key), 6});
  if (conditions.major_key) offer({major_token(*conditions.major_key), 4});
  return best.token;
}

std::string major_token(const std::string& major_key) {
  return "major:" + major_key;
}

std::string course_token(const std::string& course_key) {
  return "course:" + course_key;
}

}  // namespace alerts
