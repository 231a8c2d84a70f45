#include "books/book.h"

#include <algorithm>
#include <unordered_map>

#include "search/name_key.h"

namespace books {

namespace {

std::int64_t quartile(const std::vector<std::int64_t>& sorted, std::size_t number) {
  const std::size_t quarters = (sorted.size() - 1) * number;
  const std::size_t below = quarters / 4;
  const auto part = static_cast<std::int64_t>(quarters % 4);
  const std::int64_t above = sorted[std::min(below + 1, sorted.size() - 1)];
  return (sorted[below] * (4 - part) + above * part + 2) / 4;
}

// The one that stands there most often; of equals, the one that stands there first.
std::string most_frequent(const std::vector<std::string>& texts) {
  std::unordered_map<std::string_view, int> counts;
  for (const auto& text : texts) ++counts[text];
  return *std::max_element(texts.begin(), texts.end(),
                           [&](const auto& a, const auto& b) { return counts.at(a) < counts.at(b); });
}

}  // namespace

std::optional<Quartiles> quartiles(std::vector<std::int64_t> prices) {
  if (prices.empty()) return std::nullopt;
  std::sort(prices.begin(), prices.end());
  return Quartiles{quartile(prices, 1), quartile(prices, 2), quartile(prices, 3)};
}

std::optional<std::string> most_said(const std::vector<std::string>& said) {
  if (said.empty()) return std::nullopt;
  std::unordered_map<std::string_view, std::string> key_of;
  std::vector<std::string> keys;
  for (const auto& text : said) {
    const auto [at, is_new] = key_of.try_emplace(text);
    if (is_new) at->second = search::name_key(text);
    keys.push_back(at->second);
  }
  const std::string winner = most_frequent(keys);
  std::vector<std::string> spellings;
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (keys[i] == winner) spellings.push_back(said[i]);
  }
  return most_frequent(spellings);
}

}  // namespace books
