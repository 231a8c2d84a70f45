// The routes of posts.
#pragma once

#include <vector>

#include "blocks/blocked_cache.h"
#include "http/params.h"
#include "http/router.h"
#include "posts/post_cache.h"
#include "posts/post_service.h"

namespace posts {

// What posts are narrowed to, wherever they are listed. The order is the list's own.
Filter read_filter(http::Query& query);

// `lists` and `details` keep what everybody sees.
std::vector<http::Route> post_routes(PostService& posts, blocks::BlockedCache& blocked, PostCache& lists,
                                     PostCache& details);

}  // namespace posts
