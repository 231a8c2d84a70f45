#include "search/misspelling.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "search/hangul.h"
#include "search/search_store.h"

namespace search {

namespace {

using Kind = Unit::Kind;
using Units = std::span<const Unit>;

// A part of the term that a slip elsewhere leaves whole, by which the names to compare with are looked up.
struct Anchor {
  std::size_t begin = 0;
  std::size_t size = 0;
};

bool all_of_kind(const Term& term, Kind kind) {
  return std::ranges::all_of(term, [kind](const Unit& unit) { return unit.kind == kind; });
}

// A slip is in one half or the other. Of a short word a half is a syllable, and half the market has that, so
// that all but the wrong syllable is looked up where that hangs together. Other words are found by their
// beginnings alone: half of one, then its first letter, for a slip behind that. Nothing for what is too short
// to tell, and for numbers, of which any other is as good.
std::vector<Anchor> anchors_of(const Term& term) {
  const std::size_t size = term.size();
  if (all_of_kind(term, Kind::syllable)) {
    if (size == 2) return {{0, 1}, {1, 1}};
    if (size == 3) return {{0, 2}, {1, 2}, {0, 1}};
    if (size > 3) return {{0, size / 2}, {size / 2, size - size / 2}};
  }
  const bool letters = all_of_kind(term, Kind::letter) && std::ranges::none_of(term, &Unit::is_digit);
  if (letters && size > 3) return {{0, size / 2}, {0, 1}};
  return {};
}

// As they are typed: 분 → ㅂ ㅜ ㄴ. What is put together of two stays one letter.
std::u32string letters_of(Units units) {
  std::u32string out;
  for (const Unit& unit : units) {
    if (unit.kind != Kind::syllable) {
      out += unit.code;
      continue;
    }
    const Syllable syllable = decompose(unit.code);
    out += consonant(syllable.lead);
    out += vowel_letter(syllable.vowel);
    if (syllable.tail > 0) out += static_cast<char32_t>(0x11A7 + syllable.tail);
  }
  return out;
}

// Letters to change, add, leave out or swap with a neighbour (optimal string alignment), or more than `most`.
std::size_t slips(std::u32string_view a, std::u32string_view b, std::size_t most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    before_last = last;
    std::swap(last, row);
  }
  return last[b.size()];
}

// A mistyped term, and what is compared with it.
class Mistyped {
 public:
  explicit Mistyped(const Term& term)
      : term_(term),
        letters_(letters_of(term)),
        most_(term.size() > (term.front().spaced() ? 6u : 4u) ? 2 : 1) {}

  struct Near {
    std::size_t slips = 0;
    Range range;
  };

  // The place in a name that is most like the term, where the anchor is whole.
  std::optional<Near> nearest(Anchor anchor, const std::vector<Unit>& name) const {
    std::optional<Near> out;
    for (std::size_t at = 0; at + anchor.size <= name.size(); ++at) {
      const auto part = term_.begin() + static_cast<std::ptrdiff_t>(anchor.begin);
      const bool whole =
          std::equal(part, part + static_cast<std::ptrdiff_t>(anchor.size),
                     name.begin() + static_cast<std::ptrdiff_t>(at),
                     [](const Unit& a, const Unit& b) { return a.code == b.code && a.kind == b.kind; });
      if (whole) compare_around(at, anchor, name, out);
    }
    return out;
  }

 private:
  void compare_around(std::size_t at, Anchor anchor, const std::vector<Unit>& name,
                      std::optional<Near>& out) const {
    if (term_.front().spaced()) {
      if (!name[at].starts_word) return;
      std::size_t end = at + 1;
      while (end < name.size() && name[end].spaced() && !name[end].starts_word) ++end;
      return compare(Units(name).subspan(at, end - at), out);
    }
    // What stands before the anchor, and the whole, may have a syllable more or less than the term has.
    const std::size_t least_begin = at > anchor.begin + 1 ? at - anchor.begin - 1 : 0;
    for (std::size_t begin = least_begin; begin <= at; ++begin) {
      for (std::size_t size = term_.size() - 1; size <= term_.size() + 1; ++size) {
        if (begin + size >= at + anchor.size && begin + size <= name.size())
          compare(Units(name).subspan(begin, size), out);
      }
    }
  }

  void compare(Units place, std::optional<Near>& out) const {
    const std::size_t found = slips(letters_, letters_of(place), most_);
    if (found > most_ || (out && out->slips <= found)) return;
    out = Near{found, {place.front().begin, place.back().end}};
  }

  const Term& term_;
  const std::u32string letters_;
  const std::size_t most_;
};

struct Correction {
  std::size_t slips = 0;
  int posts = 0;
};

}  // namespace

std::vector<std::string> corrections(db::Tx& tx, const Query& query) {
  static const std::set<Suggests> kinds = {Suggests::title, Suggests::author, Suggests::course,
                                           Suggests::publisher};
  constexpr int most_looked_up = 6;  // each costs as much as a search
  const auto typed = code_points(query.text());
  std::map<std::string, Correction> found;
  int looked_up = 0;
  for (const Term& term : query.terms()) {
    const Mistyped mistyped(term);
    const std::string before = part_of(typed, 0, term.front().begin);
    const std::string after = part_of(typed, term.back().end, typed.size());
    for (const Anchor anchor : anchors_of(term)) {
      if (++looked_up > most_looked_up) break;
      const std::string kept =
          part_of(typed, term[anchor.begin].begin, term[anchor.begin + anchor.size - 1].end);
      std::map<std::string, std::optional<std::string>> known;  // what it would be by each name
      for (const Name& name : SearchStore().names(tx, Query(before + kept + after), kinds)) {
        const auto [one, is_new] = known.try_emplace(name.text);
        if (is_new) {
          const auto near = mistyped.nearest(anchor, split(name.text));
          // Where the word itself is there, it was no slip of this word that kept anything from being found.
          if (near && near->slips > 0) {
            one->second =
                before + part_of(code_points(name.text), near->range.begin, near->range.end) + after;
            found.try_emplace(*one->second, Correction{near->slips, 0});
          }
        }
        if (one->second) found.at(*one->second).posts += name.posts;
      }
    }
  }
  std::vector<std::pair<std::string, Correction>> ranked(found.begin(), found.end());
  std::ranges::stable_sort(ranked, [](const auto& a, const auto& b) {
    return std::pair(a.second.slips, -a.second.posts) < std::pair(b.second.slips, -b.second.posts);
  });
  std::vector<std::string> out;
  for (auto& [text, correction] : ranked) {
    if (out.size() == most_corrections) break;
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace search
