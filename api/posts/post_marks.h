// Where in an answer that was written for everybody stands what another viewer may see differently.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "blocks/blocked_cache.h"
#include "core/ids.h"
#include "posts/viewer_cache.h"

namespace posts {

// Of one post: where its `favorited` and its `mine` begin, in bytes. For everybody both are false.
struct Mark {
  core::PostId post;
  core::UserId seller;
  std::size_t favorited = 0;
  std::size_t mine = 0;
};

struct Marks {
  std::vector<Mark> posts;  // in the order of the answer
  // Who sees the posts of all these sees this answer. None: only who sees everybody's is sure to.
  std::vector<core::UserId> sellers = {};
};

// Whether somebody with these blocks is shown the same posts.
bool shown_to(const Marks& marks, const blocks::Blocked& blocked);

// The same as `user` sees it; nothing when that is what everybody sees. Only of a `viewer` who is complete
// and is shown the same posts.
std::optional<std::string> personal(const std::string& body, const Marks& marks, core::UserId user,
                                    const Viewer& viewer);

}  // namespace posts
