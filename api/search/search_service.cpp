#include "search/search_service.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "search/keyboard.h"

namespace search {

namespace {

struct Found {
  Suggestion suggestion;
  int quality = 0;
};

// All terms in one text; the quality is that of the worst.
std::optional<Found> judge(const Query& query, Suggests kind, const std::string& text) {
  const auto units = split(text);
  Found out{{kind, text, 1, {}}, 3};
  for (const Term& term : query.terms()) {
    Occurrence found = find(term, units);
    if (found.quality == 0) return std::nullopt;
    out.quality = std::min(out.quality, found.ranges.front().begin == 0 ? 3 : found.quality);
    out.suggestion.ranges.insert(out.suggestion.ranges.end(), found.ranges.begin(), found.ranges.end());
  }
  merge(out.suggestion.ranges);
  return out;
}

}  // namespace

std::vector<Suggestion> SearchService::suggest(std::string_view typed) {
  auto out = look_up(Query(typed));
  if (!out.empty()) return out;
  for (const auto& meant : on_the_other_layout(typed)) {
    out = look_up(Query(meant));
    if (!out.empty()) break;
  }
  return out;
}

std::vector<Suggestion> SearchService::look_up(const Query& query) {
  if (query.empty()) return {};
  const auto names = database_.read([&](db::Tx& tx) { return store_.names(tx, query); });
  std::map<std::pair<Suggests, std::string>, std::optional<Found>> judged;
  for (const auto& [kind, text] : names) {
    const auto [at, is_new] = judged.try_emplace({kind, text});
    if (is_new) {
      at->second = judge(query, kind, text);
    } else if (at->second) {
      ++at->second->suggestion.posts;
    }
  }
  std::vector<Found> found;
  for (auto& [name, one] : judged) {
    if (one) found.push_back(std::move(*one));
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tuple(-a.quality, -a.suggestion.posts, a.suggestion.text.size(), a.suggestion.kind,
                      a.suggestion.text) < std::tuple(-b.quality, -b.suggestion.posts,
                                                      b.suggestion.text.size(), b.suggestion.kind,
                                                      b.suggestion.text);
  });
  std::vector<Suggestion> out;
  for (auto& one : found) {
    if (out.size() == max_suggestions) break;
    out.push_back(std::move(one.suggestion));
  }
  return out;
}

}  // namespace search
