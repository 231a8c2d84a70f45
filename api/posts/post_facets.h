// How many posts of a list are of each condition, major and course.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "posts/post.h"

namespace posts {

constexpr std::size_t max_facet_values = 20;  // of majors and of courses
constexpr std::int64_t max_counted = 20'000;  // the newest posts that are looked at

// What is read of each; posts_open_counted and posts_open_by_major hold it all.
constexpr std::string_view counted_columns =
    "p.condition, p.major, p.major_key, p.course_name, p.course_key, p.bumped_at";

struct FacetValue {
  std::string value;  // of several spellings the commonest, then the newest
  std::int64_t count = 0;
};

struct Facet {
  std::vector<FacetValue> values;
  bool complete = true;  // false: there may be more of each, since not all posts were looked at
};

struct Facets {
  std::int64_t total = 0;  // posts that the filter finds
  bool total_complete = true;
  Facet condition;  // every one, in the contract's order
  Facet major;      // the most frequent first; the one that is filtered by is always among them
  Facet course;
  bool for_all = true;  // the same whoever asks
};

// Each is counted as if the filter did not have it, so that one sees what another choice would find.
Facets count_facets(db::Tx& tx, const Filter& filter, core::UserId viewer);

}  // namespace posts
