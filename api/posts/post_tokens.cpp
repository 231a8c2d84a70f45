#include "posts/post_tokens.h"

#include <bit>
#include <cstdint>
#include <set>

#include "search/name_key.h"

namespace posts {

namespace {

// Two to each doubling: 0 for nothing, … 26 from 4,096 won, 27 from 6,144, 28 from 8,192, …
int price_class(std::int64_t price) {
  const int bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(price)));
  return bits < 2 ? 2 * bits : 2 * bits + static_cast<int>(price >> (bits - 2) & 1);
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

std::vector<std::string> status_tokens(std::string_view status) {
  std::vector<std::string> out = {status_token(status)};
  if (status == "selling" || status == "reserved") out.push_back(search::on_sale_token);
  return out;
}

std::vector<std::string> facet_tokens(const Draft& draft) {
  std::vector<std::string> out = status_tokens(draft.status);
  out.push_back(search::facet_token('c', draft.condition));
  out.push_back(price_token(price_class(draft.price)));
  if (draft.major) out.push_back(name_token(search::major_facet, *draft.major));
  if (draft.course) out.push_back(name_token('l', *draft.course));
  return out;
}

search::Facets wanted_facets(const Filter& filter) {
  search::Facets out;
  const std::set<std::string_view> wanted(filter.statuses.begin(), filter.statuses.end());
  if (wanted == std::set<std::string_view>{"selling", "reserved"}) {
    out.push_back({search::on_sale_token});
  } else {
    out.emplace_back();
    for (const auto status : wanted) out.back().push_back(status_token(status));
  }
  if (filter.major) out.push_back({name_token(search::major_facet, *filter.major)});
  if (filter.course) {
    // Leaves so few that comparing with the long lists of conditions and prices costs more than it spares.
    out.push_back({name_token('l', *filter.course)});
    return out;
  }
  if (!filter.conditions.empty()) out.emplace_back();
  for (const auto& condition : filter.conditions) out.back().push_back(search::facet_token('c', condition));
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
