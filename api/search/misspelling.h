// Words on the market that somebody who made a slip may have meant: 데이타베이스 → 데이터베이스, calclus →
// calculus.
#pragma once

#include <string>
#include <vector>

#include "db/database.h"
#include "search/query.h"

namespace search {

// What was typed with one of its words as it stands in the names of a post on sale, the likeliest first: that
// with the fewest letters changed, then that of the most posts. A word's letters are those it is typed with
// (ㅌㅏ for 타); one in it may be wrong, missing, too many or swapped with its neighbour, two in a longer
// one. At most `most_corrections`.
std::vector<std::string> corrections(db::Tx& tx, const Query& query);
constexpr std::size_t most_corrections = 3;

}  // namespace search
