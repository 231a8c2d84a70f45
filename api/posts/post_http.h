// The routes of posts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/blocked_cache.h"
#include "http/params.h"
#include "http/router.h"
#include "posts/post_cache.h"
#include "posts/post_service.h"

namespace posts {

// The parameter `isbn`, as its 13 digits: nothing without one, and for one that is none, which is a fault.
std::optional<std::string> read_isbn(http::Query& query);

// What posts are narrowed to, wherever they are listed. The order is the list's own.
Filter read_filter(http::Query& query);

// `lists` and `details` keep what everybody sees.
std::vector<http::Route> post_routes(PostService& posts, blocks::BlockedCache& blocked, PostCache& lists,
                                     PostCache& details);

}  // namespace posts
