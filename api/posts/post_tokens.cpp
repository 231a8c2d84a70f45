#include "posts/post_tokens.h"

#include <bit>
#include <cstdint>

#include "search/name_key.h"

namespace posts {

namespace {

// 0 for nothing, 1 for 1 won, 2 for 2 and 3, … 24 for the highest price.
int price_class(std::int64_t price) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(price)));
}

std::string price_token(int price_class) {
  return search::facet_token('p', std::to_string(price_class));
}

// The filters compare keys, so that what has the same key must have the same token.
std::string name_token(char kind, std::string_view name) {
  return search::facet_token(kind, search::name_key(name));
}

}  // namespace

std::string status_token(std::string_view status) {
  return search::facet_token('s', status);
}

std::vector<std::string> facet_tokens(const Draft& draft) {
  std::vector<std::string> out = {status_token(draft.status), search::facet_token('c', draft.condition),
                                  price_token(price_class(draft.price))};
  if (draft.major) out.push_back(name_token('m', *draft.major));
  if (draft.course) out.push_back(name_token('l', *draft.course));
  return out;
}

search::Facets wanted_facets(const Filter& filter) {
  search::Facets out;
  out.emplace_back();
  for (const auto& status : filter.statuses) out.back().push_back(status_token(status));
  if (!filter.conditions.empty()) out.emplace_back();
  for (const auto& condition : filter.conditions) out.back().push_back(search::facet_token('c', condition));
  if (filter.major) out.push_back({name_token('m', *filter.major)});
  if (filter.course) out.push_back({name_token('l', *filter.course)});
  if (filter.min_price || filter.max_price) {
    out.emplace_back();
    const int highest = price_class(filter.max_price.value_or(max_price));
    for (int one = price_class(filter.min_price.value_or(0)); one <= highest; ++one) {
      out.back().push_back(price_token(one));
    }
    // Nothing costs less than little and more than much.
    if (out.back().empty()) out.back().push_back(price_token(highest));
  }
  return out;
}

}  // namespace posts
