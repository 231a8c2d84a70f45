#include "alerts/offer.h"

#include "search/name_key.h"

namespace alerts {

Offer::Offer(const posts::Draft& draft)
    : draft_(draft),
      major_key_(search::optional_name_key(draft.major)),
      course_key_(search::optional_name_key(draft.course)),
      texts_(posts::searched_texts(draft)) {}

search::Tokens Offer::tokens() {
  search::Tokens out;
  for (std::size_t i = 0; i < posts::searched_fields; ++i) search::add_tokens(out, texts_.units(i));
  if (draft_.book.isbn) out.insert(*draft_.book.isbn);
  if (major_key_) out.insert(major_token(*major_key_));
  if (course_key_) out.insert(course_token(*course_key_));
  return out;
}

bool Offer::meets(const Conditions& conditions) {
  if (conditions.max_price && draft_.price > *conditions.max_price) return false;
  if (conditions.isbn && draft_.book.isbn != conditions.isbn) return false;
  if (conditions.major_key && major_key_ != conditions.major_key) return false;
  if (conditions.course_key && course_key_ != conditions.course_key) return false;
  return !conditions.q || has_words(*conditions.q);
}

bool Offer::has_words(const std::string& q) {
  const auto [at, is_new] = has_words_.try_emplace(q);
  if (is_new) at->second = posts::match_score(search::Query(q), texts_) > 0;
  return at->second;
}

}  // namespace alerts
