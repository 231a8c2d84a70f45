// What is offered while somebody types: names that are on the market.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "search/query.h"

namespace search {

constexpr std::size_t max_characters = 100;
constexpr std::size_t max_suggestions = 8;

enum class Suggests { title, author, course, major, publisher };
// Their names, in the same order.
inline const std::vector<std::string_view> suggested_kinds = {"title", "author", "course", "major",
                                                              "publisher"};

// How a name is written in one or more places.
struct Name {
  Suggests kind = Suggests::title;
  std::string text;
  int posts = 0;  // on sale
  int users = 0;  // whose major it is
};

struct Suggestion {
  Suggests kind = Suggests::title;
  std::string text;
  int posts = 0;  // on sale, among the newest that were looked at
  std::vector<Range> ranges;
};

}  // namespace search
