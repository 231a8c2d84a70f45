// Searches as JSON.
#pragma once

#include <string>
#include <vector>

#include "search/search.h"

namespace search {

// [[0,3],[7,9]]
std::string ranges_json(const std::vector<Range>& ranges);

// {items: [{kind, text, posts, ranges}]}
std::string suggestions_json(const std::vector<Suggestion>& suggestions);

}  // namespace search
