// Holds the full-text index against the posts, for `giraffe check`. FTS5 can't: the index has no copy of
// them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ids.h"
#include "db/database.h"

namespace posts {

struct IndexFaults {
  std::vector<core::PostId> missing;    // posts that the index does not have
  std::vector<core::PostId> left_over;  // entries without a post
  std::vector<core::PostId> different;  // posts that the index has other words of
};

// All posts for the first two. For the last one all of them while there are no more than `whole`, which are
// held in memory; else a thousand, evenly spread, of which words too many go unnoticed, as only words too few
// are looked for (that takes as long as thousands of the others). Nothing is said of an index that the next
// start makes anew.
IndexFaults check_index(db::Tx& tx, std::int64_t whole = 20'000);

}  // namespace posts
