// What is offered while somebody types: a book's title, an author, or a course that is on the market.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "search/query.h"

namespace search {

constexpr std::size_t max_characters = 100;
constexpr std::size_t max_suggestions = 8;

enum class Suggests { title, author, course };

struct Suggestion {
  Suggests kind = Suggests::title;
  std::string text;
  int posts = 0;  // on sale, among the newest that were looked at
  std::vector<Range> ranges;
};

}  // namespace search
