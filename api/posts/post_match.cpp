#include "posts/post_match.h"

#include <algorithm>

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
                                                        {"book_isbn", 8},
                                                        {"course_name", 5},
                                                        {"course_professor", 4},
                                                        {"description", 1}}};
constexpr std::size_t description = searched_names;

// In the order of what they are worth, so that the first good place ends the looking.
constexpr std::array<std::size_t, searched_names> by_weight = {0, 1, 4, 5, 2, 6, 3};

std::int64_t worth(const Field& field, std::int64_t quality) {
  return quality == 0 ? 0 : field.weight * (quality + 1);
}

std::int64_t best_place(const search::Term& term, SearchedTexts& texts) {
  std::int64_t best = 0;
  for (const std::size_t i : by_weight) {
    if (best >= worth(fields[i], best_quality)) return best;
    best = std::max(best, worth(fields[i], search::find(term, texts.units(i)).quality));
  }
  if (best > 0 || search::initials_only(term)) return best;
  return worth(fields[description], search::find(term, texts.units(description)).quality);
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
  return {draft.title,           draft.book.title,   text(draft.book.author), text(draft.book.publisher),
          text(draft.book.isbn), text(draft.course), text(draft.professor)};
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
  return sum;
}

std::vector<Highlight> match_highlights(const search::Query& query, SearchedTexts& texts) {
  std::array<std::vector<search::Range>, fields.size()> ranges;
  for (const auto& term : query.terms()) {
    bool in_names = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i == description && (in_names || search::initials_only(term))) continue;
      const auto found = search::find(term, texts.units(i));
      in_names = in_names || found.quality > 0;
      ranges[i].insert(ranges[i].end(), found.ranges.begin(), found.ranges.end());
    }
  }
  std::vector<Highlight> out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (ranges[i].empty()) continue;
    search::merge(ranges[i]);
    out.push_back({fields[i].name, std::move(ranges[i])});
  }
  return out;
}

}  // namespace posts
