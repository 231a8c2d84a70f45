// Where in an answer that was written for everybody stands what another viewer may see differently.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

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
using Marks = std::vector<Mark>;  // in the order of the answer

// The same as `user` sees it; nothing when that is what everybody sees. Only of a `viewer` who is complete
// and sees all.
std::optional<std::string> personal(const std::string& body, const Marks& marks, core::UserId user,
                                    const Viewer& viewer);

}  // namespace posts
