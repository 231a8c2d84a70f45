// Posts found by words: candidates from the full-text index, looked at one by one, ranked.
#pragma once

#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"
#include "search/search_store.h"

namespace posts {

// All that filter.query finds among the candidates that are looked at.
struct Found {
  std::vector<core::PostId> posts;
  bool complete = true;  // no candidate was left out
};
Found find_posts(db::Tx& tx, const Filter& filter, core::UserId viewer);

// What the index is told of a post. Views into `draft`.
search::Document search_document(const Draft& draft);

// One page of what filter.query finds, with its highlights; one more than page.limit. Of very many matches
// the newest few hundred are found, by relevance those in names before those in descriptions. No query holds
// a thread for long: it ends after some ten thousand posts that the index names and that do not match.
std::vector<Post> search_posts(db::Tx& tx, const Filter& filter, const core::Page& page, core::UserId viewer);

// Writes the index, and the keys of majors, courses and editions, anew when they are of another version of
// the program. Takes a while when there are many posts.
void prepare_index(db::Database& database);

}  // namespace posts
