#include "posts/post_match.h"

#include <algorithm>

#include "search/index_tokens.h"

namespace posts {

namespace {

constexpr std::int64_t best_quality = 3;

// What is searched, and what finding a word there is worth. The description is long: it is only looked into
// for words that no name has.
struct Field {
  std::string_view name;
  std::int64_t weight;
};
constexpr std::array<Field, searched_fields> fields = {{{"title", 8},
                                                        {"book_title", 8},
                                                        {"book_author", 4},
                                                        {"book_publisher", 2},
                                                        {"book_edition", 4},
                                                        {"book_isbn", 8},
                                                        {"course_name", 5},
                                                        {"course_professor", 4},
                                                        {"major", 2},
                                                        {"description", 1}}};
constexpr std::size_t major = 8;
constexpr std::size_t description = searched_names;

// In the order of what they are worth, so that the first good place ends the looking.
constexpr std::array<std::size_t, searched_names> by_weight = {0, 1, 5, 6, 2, 4, 7, 3, 8};
// What the whole query may be the name of, and what that is worth.
constexpr std::array<std::size_t, 3> by_which_it_is_known = {0, 1, 6};
constexpr std::int64_t worth_of_whole = 8;

std::int64_t worth(const Field& field, std::int64_t quality) {
  return quality == 0 ? 0 : field.weight * (quality + 1);
}

// A major is found by its whole name alone: a search for 수학 is not one for all that students of 수학과
// sell.
search::Occurrence find_in(std::size_t field, const search::Term& term, SearchedTexts& texts) {
  const auto& units = texts.units(field);
  if (field == major && (term.size() != units.size() || !search::may_be_major(term))) return {};
  return search::find(term, units);
}

std::int64_t best_place(const search::Term& term, SearchedTexts& texts) {
  std::int64_t best = 0;
  for (const std::size_t i : by_weight) {
    if (best >= worth(fields[i], best_quality)) return best;
    best = std::max(best, worth(fields[i], find_in(i, term, texts).quality));
  }
  if (best > 0 || search::initials_only(term)) return best;
  return worth(fields[description], search::find(term, texts.units(description)).quality);
}

bool is_all_of(const search::Query& query, const std::vector<search::Unit>& units) {
  std::size_t at = 0;
  for (const auto& term : query.terms()) {
    for (const auto& unit : term) {
      if (at == units.size() || units[at++].code != unit.code) return false;
    }
  }
  return at == units.size();
}

}  // namespace

const std::vector<search::Unit>& SearchedTexts::units(std::size_t field) {
  auto& known = units_[field];
  if (!known) {
    known =
        field == description ? search::split(description_(), &cost_) : search::split(names_[field], &cost_);
  }
  return *known;
}

std::array<std::string_view, searched_names> names_of(const Draft& draft) {
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::string_view(*value) : std::string_view();
  };
  return {draft.title,
          draft.book.title,
          text(draft.book.author),
          text(draft.book.publisher),
          text(draft.book.edition),
          text(draft.book.isbn),
          text(draft.course),
          text(draft.professor),
          text(draft.major)};
}

SearchedTexts searched_texts(const Draft& draft) {
  return {names_of(draft), [&draft] { return draft.description; }};
}

std::int64_t match_score(const search::Query& query, SearchedTexts& texts) {
  std::int64_t sum = 0;
  for (const auto& term : query.terms()) {
    const std::int64_t best = best_place(term, texts);
    if (best == 0) return 0;
    sum += best;
  }
  for (const auto& term : query.extras()) sum += best_place(term, texts);
  const bool whole = std::any_of(by_which_it_is_known.begin(), by_which_it_is_known.end(),
                                 [&](std::size_t i) { return is_all_of(query, texts.units(i)); });
  return sum + (whole ? worth_of_whole : 0);
}

std::vector<Highlight> match_highlights(const search::Query& query, SearchedTexts& texts) {
  std::array<std::vector<search::Range>, fields.size()> ranges;
  const auto mark = [&](const search::Term& term) {
    bool in_names = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i == description && (in_names || search::initials_only(term))) continue;
      const auto found = find_in(i, term, texts);
      in_names = in_names || found.quality > 0;
      ranges[i].insert(ranges[i].end(), found.ranges.begin(), found.ranges.end());
    }
  };
  std::for_each(query.terms().begin(), query.terms().end(), mark);
  std::for_each(query.extras().begin(), query.extras().end(), mark);
  std::vector<Highlight> out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (ranges[i].empty()) continue;
    search::merge(ranges[i]);
    out.push_back({fields[i].name, std::move(ranges[i])});
  }
  return out;
}

}  // namespace posts
