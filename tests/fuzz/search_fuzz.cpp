// The text splitter and what stands on it under libFuzzer: the first line is a query, the rest a text. Not
// only must nothing crash: units and ranges lie within the text, a text is found by each of its words and
// while they are being typed, and what finds a text is led to it by the index and by the saved searches.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "search/composer.h"
#include "search/filing.h"
#include "search/index_tokens.h"
#include "search/keyboard.h"
#include "search/query.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_units(const std::vector<search::Unit>& units, std::size_t characters) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    demand(units[i].begin < units[i].end && units[i].end <= characters);
    demand(units[i].code != 0 && units[i].code != '"' && units[i].code != ' ');
    if (i == 0) continue;
    // One character may give several units; otherwise they follow each other.
    demand(units[i - 1].begin <= units[i].begin && units[i - 1].end <= units[i].end);
    demand(units[i - 1].end <= units[i].begin || units[i - 1].begin == units[i].begin);
  }
}

// Whether the index would offer the text: the expression as FTS5 reads it, AND before OR.
class Offer {
 public:
  Offer(const std::string& expression, const std::vector<std::string>& tokens)
      : rest_(expression), tokens_(tokens) {}

  bool whole() {
    const bool out = any();
    demand(rest_.empty());
    return out;
  }

 private:
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool any() {
    bool out = all();
    while (take(" OR ")) out = all() || out;
    return out;
  }

  bool all() {
    bool out = one();
    while (take(" AND ")) out = one() && out;
    return out;
  }

  bool one() {
    if (take("(")) {
      const bool out = any();
      demand(take(")"));
      return out;
    }
    demand(take("\""));
    const std::size_t end = rest_.find('"');
    demand(end != std::string_view::npos && end > 0);
    const std::string token(rest_.substr(0, end));
    demand(token.find(' ') == std::string::npos);
    rest_.remove_prefix(end + 1);
    return std::binary_search(tokens_.begin(), tokens_.end(), token);
  }

  std::string_view rest_;
  const std::vector<std::string>& tokens_;
};

bool offered(const std::string& expression, const std::vector<std::string>& tokens) {
  return !expression.empty() && Offer(expression, tokens).whole();
}

void check_found(const search::Query& query, std::string_view text, bool must) {
  const auto units = search::split(text);
  const std::size_t characters = search::code_points(text).size();
  bool found = !query.empty();
  bool initials = false;
  for (const search::Term& term : query.terms()) {
    demand(!term.empty());
    const auto occurrence = search::find(term, units);
    found = found && occurrence.quality > 0;
    initials = initials || search::initials_only(term);
    demand((occurrence.quality > 0) == !occurrence.ranges.empty());
    for (auto ranges = occurrence.ranges; const auto& range : ranges) {
      demand(range.begin < range.end && range.end <= characters);
    }
    auto merged = occurrence.ranges;
    search::merge(merged);
    for (std::size_t i = 1; i < merged.size(); ++i) demand(merged[i - 1].end < merged[i].begin);
  }
  demand(found || !must);
  if (!found) return;
  search::Tokens filed;
  search::add_tokens(filed, units);
  for (const search::Term& term : query.terms()) demand(filed.contains(search::filing(term).token));
  const auto names = search::index_tokens({{text}, {}, {}});
  demand(offered(search::match_expression(query, search::Scope::names, {}), names));
  demand(offered(search::match_expression(query, search::Scope::everything, {}), names));
  // Descriptions are not searched by initials.
  if (initials) return;
  const auto texts = search::index_tokens({{}, {text}, {}});
  demand(offered(search::match_expression(query, search::Scope::everything, {}), texts));
}

std::string spelled(const search::Term& term, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) search::append_utf8(out, term[i].code);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string query = input.substr(0, line);
  const std::string text = input.substr(std::min(line + 1, input.size()));
  check_units(search::split(text), search::code_points(text).size());
  check_found(search::Query(query), text, false);
  const search::Query whole(text);
  check_found(whole, text, !whole.empty());
  for (const search::Term& term : whole.terms()) {
    for (std::size_t count = 1; count <= std::min<std::size_t>(term.size(), 20); ++count) {
      const search::Query typed(spelled(term, count));
      // A sign is one only behind a letter that stands alone.
      const bool same = typed.terms().size() == 1 && typed.terms()[0].size() == count;
      if (same) check_found(typed, text, true);
    }
  }
  for (const auto& meant : search::on_the_other_layout(query)) {
    demand(meant != query);
    search::Query again(meant);
  }
  const auto letters = search::code_points(query);
  search::composed({letters.begin(), letters.end()});
  search::facet_token('m', text);
  return 0;
}
