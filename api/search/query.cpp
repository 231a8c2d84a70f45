#include "search/query.h"

#include <algorithm>

#include "core/isbn.h"
#include "search/hangul.h"

namespace search {

namespace {

using Kind = Unit::Kind;

bool is_digit(const Unit& unit) {
  return unit.code >= '0' && unit.code <= '9';
}

// Digits alone, in groups or not; the last of ten may be x.
bool is_number(const std::vector<Unit>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool goes_on = i == 0 || !units[i].starts_word || units[i].joined || units[i].hyphened;
    if (!goes_on) return false;
    if (!is_digit(units[i]) && !(i == 9 && units.size() == 10 && units[i].code == 'x')) return false;
  }
  return true;
}

// An ISBN, or the beginning of one of thirteen digits.
bool is_isbn(const std::vector<Unit>& units) {
  if (units.size() > 13 || !is_number(units)) return false;
  if (units.size() == 10 || units.size() == 13) return true;
  return units.size() > 3 && units[0].code == '9' && units[1].code == '7' &&
         (units[2].code == '8' || units[2].code == '9');
}

// Whether a syllable of a text is what `typed` may become, being the last one of a term. `next` follows it,
// or is null.
bool may_become(const Unit& typed, const Unit& whole, const Unit* next) {
  if (typed.code == whole.code) return true;
  const Syllable from = decompose(typed.code);
  const Syllable to = decompose(whole.code);
  if (from.lead != to.lead) return false;
  if (from.tail == 0) return vowel_grows_to(from.vowel, to.vowel);
  if (from.vowel != to.vowel) return false;
  if (tail_grows_to(from.tail, to.tail)) return true;
  if (next == nullptr || next->kind != Kind::syllable) return false;
  const Moved moved = moved_tail(from.tail);
  return to.tail == moved.tail && decompose(next->code).lead == moved.lead;
}

bool matches(const Unit& wanted, bool last, const Unit& unit, const Unit* next) {
  if (wanted.kind == Kind::consonant && unit.kind == Kind::syllable) {
    const int lead = decompose(unit.code).lead;
    return consonant(lead) == wanted.code || consonant(plain_lead(lead)) == wanted.code;
  }
  if (last && wanted.kind == Kind::syllable && unit.kind == Kind::syllable) {
    return may_become(wanted, unit, next);
  }
  return wanted.code == unit.code;
}

bool ends_word(const std::vector<Unit>& text, std::size_t end) {
  return end == text.size() || (text[end].starts_word && !text[end].joined);
}

bool stands_at(const Term& term, const std::vector<Unit>& text, std::size_t at) {
  for (std::size_t i = 0; i < term.size(); ++i) {
    const Unit& unit = text[at + i];
    const Unit* next = at + i + 1 < text.size() ? &text[at + i + 1] : nullptr;
    if (!matches(term[i], i + 1 == term.size(), unit, next)) return false;
    // Words of letters end, but for what is written with a sign in between.
    if (i > 0 && unit.spaced() && unit.starts_word && !unit.joined && !unit.hyphened) return false;
  }
  return true;
}

Occurrence find_as_written(const Term& term, const std::vector<Unit>& text) {
  Occurrence out;
  if (term.empty()) return out;
  std::size_t at = 0;
  while (at + term.size() <= text.size()) {
    const bool may_begin = !term.front().spaced() || text[at].starts_word;
    if (!may_begin || !stands_at(term, text, at)) {
      ++at;
      continue;
    }
    const std::size_t end = at + term.size();
    const int quality = !text[at].starts_word ? 1 : ends_word(text, end) ? 3 : 2;
    out.quality = std::max(out.quality, quality);
    out.ranges.push_back({text[at].begin, text[end - 1].end});
    at = end;
  }
  return out;
}

}  // namespace

Query::Query(std::string_view text) : text_(text) {
  const std::vector<Unit> units = split(text);
  if (is_isbn(units)) {
    terms_.push_back(units);
    return;
  }
  for (const Unit& unit : units) {
    const bool goes_on = !terms_.empty() && (!unit.starts_word || unit.joined);
    if (!goes_on && terms_.size() == max_terms) return;
    if (!goes_on) terms_.emplace_back();
    terms_.back().push_back(unit);
  }
}

bool initials_only(const Term& term) {
  return std::all_of(term.begin(), term.end(), [](const Unit& u) { return u.kind == Kind::consonant; });
}

void merge(std::vector<Range>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::vector<Range> out;
  for (const auto& range : ranges) {
    if (!out.empty() && range.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, range.end);
    } else {
      out.push_back(range);
    }
  }
  ranges = std::move(out);
}

std::optional<Term> other_isbn(const Term& term) {
  if ((term.size() != 10 && term.size() != 13) || !is_number(term)) return std::nullopt;
  std::string digits;
  for (const Unit& unit : term) digits += static_cast<char>(unit.code);
  const auto other = term.size() == 10 ? core::isbn13(digits) : core::isbn10(digits);
  return other ? std::optional<Term>(split(*other)) : std::nullopt;
}

Occurrence find(const Term& term, const std::vector<Unit>& text) {
  Occurrence out = find_as_written(term, text);
  if (out.quality > 0) return out;
  const auto other = other_isbn(term);
  return other ? find_as_written(*other, text) : out;
}

}  // namespace search
