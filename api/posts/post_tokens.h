// What lists are filtered by, as the full-text index knows it (search/index_tokens.h): so that a search for a
// common word in a rare major does not read every post with the word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "posts/post.h"
#include "search/index_tokens.h"

namespace posts {

// Of one status; it has others besides, as those that are on sale are asked for together.
std::string status_token(std::string_view status);
std::vector<std::string> status_tokens(std::string_view status);
std::vector<std::string> facet_tokens(const Draft& draft);

// Of a filter, what the index can tell; of prices only roughly.
search::Facets wanted_facets(const Filter& filter);

}  // namespace posts
