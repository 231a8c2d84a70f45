#include "search/query.h"

#include <algorithm>
#include <array>

#include "core/isbn.h"
#include "search/abbreviations.h"
#include "search/hangul.h"

namespace search {

namespace {

using Kind = Unit::Kind;

// Digits alone, in groups or not; the last of ten may be x.
bool is_number(const std::vector<Unit>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (i > 0 && !units[i].goes_on()) return false;
    if (!units[i].is_digit() && !(i == 9 && units.size() == 10 && units[i].code == 'x')) return false;
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

// The number that the digit at `at` is in is as long as an ISBN-10 at least.
bool in_long_number(const std::vector<Unit>& text, std::size_t at) {
  constexpr std::size_t isbn10 = 10;
  std::size_t from = at;
  while (from > 0 && text[from].goes_on() && text[from - 1].is_digit()) --from;
  std::size_t to = at + 1;
  while (to < text.size() && text[to].is_digit() && text[to].goes_on()) ++to;
  return to - from >= isbn10;
}

// Of a term that is a short number, and a place where its digits stand.
bool is_that_number(const Term& term, const std::vector<Unit>& text, std::size_t at) {
  const std::size_t end = at + term.size();
  const bool ends = end == text.size() || !text[end].is_digit() || text[end].starts_word;
  return (term.size() > 1 || ends) && !in_long_number(text, at);
}

bool is_short_number(const Term& term) {
  constexpr std::size_t most_digits = 3;
  return term.size() <= most_digits && is_number(term);
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
  const bool short_number = is_short_number(term);
  std::size_t at = 0;
  while (at + term.size() <= text.size()) {
    const bool may_begin = !term.front().spaced() || text[at].starts_word;
    if (!may_begin || !stands_at(term, text, at) || (short_number && !is_that_number(term, text, at))) {
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

std::u32string codes_of(const Term& term) {
  std::u32string out;
  for (const Unit& unit : term) out += unit.code;
  return out;
}

bool is_extra(const Term& term) {
  static constexpr std::array<std::u32string_view, 23> words = {
      U"책",     U"교재",   U"전공책", U"전공서",     U"전공서적", U"서적",   U"중고",     U"중고책",
      U"팝니다", U"팔아요", U"판매",   U"판매합니다", U"삽니다",   U"구해요", U"구합니다", U"교수",
      U"교수님", U"저",     U"저자",   U"지음",       U"isbn",     U"book",   U"textbook"};
  return std::find(words.begin(), words.end(), codes_of(term)) != words.end();
}

bool is_edition(const Term& term) {
  return term.front().spaced() && term.back().code == U'판';
}

// 제 of 제3판, and what is on its way to 3판: 3ㅍ, 3파.
bool is_part_of_edition(const std::vector<Term>& terms, std::size_t i) {
  const Term& term = terms[i];
  if (term.size() != 1) return false;
  const char32_t code = term.front().code;
  if (code == U'제') return i + 1 < terms.size() && is_edition(terms[i + 1]);
  const bool begun = code == U'ㅍ' || code == U'파';
  return begun && i > 0 && i + 1 == terms.size() && is_short_number(terms[i - 1]) &&
         terms[i - 1].back().end == term.front().begin;
}

}  // namespace

Query::Query(std::string_view text) : text_(text) {
  const std::vector<Unit> units = split(text);
  if (is_isbn(units)) {
    terms_.push_back(units);
    return;
  }
  std::vector<Term> all;
  for (const Unit& unit : units) {
    const bool goes_on = !all.empty() && (!unit.starts_word || unit.joined);
    if (!goes_on && all.size() == max_terms) break;
    if (!goes_on) all.emplace_back();
    all.back().push_back(unit);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_part_of_edition(all, i)) (is_extra(all[i]) ? extras_ : terms_).push_back(all[i]);
  }
  if (terms_.empty()) std::swap(terms_, extras_);
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

std::vector<Term> other_forms(const Term& term) {
  if (const auto other = other_isbn(term)) return {*other};
  return abbreviated(term);
}

Occurrence find(const Term& term, const std::vector<Unit>& text) {
  Occurrence out = find_as_written(term, text);
  if (out.quality > 0) return out;
  for (const Term& other : other_forms(term)) {
    out = find_as_written(other, text);
    if (out.quality > 0) break;
  }
  return out;
}

}  // namespace search
