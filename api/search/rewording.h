// What else somebody may have meant whose words find nothing, though none of them is misspelled.
#pragma once

#include <string>
#include <vector>

#include "search/query.h"

namespace search {

// With a space in the first word that is long enough to be two (김홍종미적분학 → 김홍종 미적분학), wherever
// it may be. At most `most_divisions`.
std::vector<std::string> divided(const Query& query);
constexpr std::size_t most_divisions = 6;

// With one word less, the last one left out first: what people add at the end is what hardly any post has.
// Nothing for more than `most_shortened` words.
std::vector<std::string> shortened(const Query& query);
constexpr std::size_t most_shortened = 5;

}  // namespace search
