#include "search/rewording.h"

#include <algorithm>
#include <string_view>

namespace search {

namespace {

bool may_be_two(const Term& term) {
  return term.size() >= 4 &&
         std::ranges::all_of(term, [](const Unit& unit) { return unit.kind == Unit::Kind::syllable; });
}

}  // namespace

std::vector<std::string> divided(const Query& query) {
  const auto found = std::ranges::find_if(query.terms(), may_be_two);
  if (found == query.terms().end()) return {};
  const Term& term = *found;
  const auto text = code_points(query.text());
  std::vector<std::string> out;
  for (std::size_t i = 2; i + 2 <= term.size() && out.size() < most_divisions; ++i) {
    out.push_back(part_of(text, 0, term[i].begin) + " " + part_of(text, term[i].begin, text.size()));
  }
  return out;
}

std::vector<std::string> shortened(const Query& query) {
  const auto& terms = query.terms();
  if (terms.size() < 2 || terms.size() > most_shortened) return {};
  const auto text = code_points(query.text());
  std::vector<std::string> out;
  for (std::size_t left_out = terms.size(); left_out-- > 0;) {
    std::string& words = out.emplace_back();
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (i == left_out) continue;
      if (!words.empty()) words += ' ';
      words += part_of(text, terms[i].front().begin, terms[i].back().end);
    }
  }
  return out;
}

}  // namespace search
