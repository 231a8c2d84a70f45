// Whether a post has every word of a search, how well, and where.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "posts/post.h"
#include "search/query.h"

namespace posts {

// Title, book's title, author, publisher, edition, ISBN, course, professor and major.
constexpr std::size_t searched_names = 9;
// As columns of posts, in the same order.
constexpr std::string_view searched_columns =
    "p.title, p.book_title, p.book_author, p.book_publisher, p.book_edition, p.book_isbn, p.course_name, "
    "p.course_professor, p.major";
constexpr std::size_t searched_fields = searched_names + 1;  // and the description

// A post's texts, each split when it is first looked into.
class SearchedTexts {
 public:
  // The views must outlive this. `description` is called when no name has a word.
  SearchedTexts(std::array<std::string_view, searched_names> names, std::function<std::string()> description)
      : names_(names), description_(std::move(description)) {}

  // The description comes last.
  const std::vector<search::Unit>& units(std::size_t field);
  // Whether a word had to be looked for there.
  bool read_description() const { return units_.back().has_value(); }
  // What this has cost so far, about as many syllables looked into (search::split).
  std::size_t cost() const { return cost_; }

 private:
  std::array<std::string_view, searched_names> names_;
  std::function<std::string()> description_;
  std::array<std::optional<std::vector<search::Unit>>, searched_fields> units_;
  std::size_t cost_ = 0;
};

// Of a post, which must outlive what is returned.
std::array<std::string_view, searched_names> names_of(const Draft& draft);
SearchedTexts searched_texts(const Draft& draft);

// 0 when a word is missing. A title is worth more than a description, a whole word more than a part, and what
// is all of a title, a book's title or a course more than what is somewhere in it.
std::int64_t match_score(const search::Query& query, SearchedTexts& texts);

// Of a post that matches.
std::vector<Highlight> match_highlights(const search::Query& query, SearchedTexts& texts);

}  // namespace posts
