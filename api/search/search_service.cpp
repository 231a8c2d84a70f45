#include "search/search_service.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

#include "search/keyboard.h"
#include "search/name_key.h"

namespace search {

namespace {

// A text that the query is found in.
struct Found {
  Suggestion suggestion;
  int quality = 0;
  int uses = 0;  // in posts and of users
};

// All terms in one text; the quality is that of the worst.
std::optional<Found> judge(const Query& query, Suggests kind, const std::string& text) {
  const auto units = split(text);
  Found out{{kind, text, 0, {}}, 3, 0};
  for (const Term& term : query.terms()) {
    Occurrence found = find(term, units);
    if (found.quality == 0) return std::nullopt;
    out.quality = std::min(out.quality, found.ranges.front().begin == 0 ? 3 : found.quality);
    out.suggestion.ranges.insert(out.suggestion.ranges.end(), found.ranges.begin(), found.ranges.end());
  }
  merge(out.suggestion.ranges);
  return out;
}

// Those that the query is found in, in the order in which they first come.
std::vector<Found> judged(const Query& query, const std::vector<Name>& names) {
  constexpr std::size_t nowhere = SIZE_MAX;
  std::map<std::pair<Suggests, std::string_view>, std::size_t> known;
  std::vector<Found> out;
  for (const Name& name : names) {
    const auto [at, is_new] = known.try_emplace({name.kind, name.text}, nowhere);
    if (is_new) {
      if (auto found = judge(query, name.kind, name.text)) {
        at->second = out.size();
        out.push_back(std::move(*found));
      }
    }
    if (at->second == nowhere) continue;
    out[at->second].suggestion.posts += name.posts;
    out[at->second].uses += name.posts + name.users;
  }
  return out;
}

// One of all that have the same key: the commonest, with the posts of all.
std::vector<Found> once_each(std::vector<Found> found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.uses > b.uses; });
  std::map<std::pair<Suggests, std::string>, std::size_t> known;
  std::vector<Found> out;
  for (Found& one : found) {
    const auto [at, is_new] =
        known.try_emplace({one.suggestion.kind, name_key(one.suggestion.text)}, out.size());
    if (is_new) {
      out.push_back(std::move(one));
    } else {
      out[at->second].suggestion.posts += one.suggestion.posts;
    }
  }
  return out;
}

}  // namespace

std::vector<Suggestion> SearchService::suggest(std::string_view typed, const std::set<Suggests>& kinds) {
  auto out = look_up(Query(typed), kinds);
  if (!out.empty()) return out;
  for (const auto& meant : on_the_other_layout(typed)) {
    out = look_up(Query(meant), kinds);
    if (!out.empty()) break;
  }
  return out;
}

std::vector<Suggestion> SearchService::look_up(const Query& query, const std::set<Suggests>& kinds) {
  if (query.empty()) return {};
  const auto names = database_.read([&](db::Tx& tx) { return store_.names(tx, query, kinds); });
  std::vector<Found> found = once_each(judged(query, names));
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tuple(-a.quality, -a.suggestion.posts, -a.uses, a.suggestion.text.size(), a.suggestion.kind,
                      a.suggestion.text) < std::tuple(-b.quality, -b.suggestion.posts, -b.uses,
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
