// The routes of posts.
#pragma once

#include <vector>

#include "http/router.h"
#include "posts/post_cache.h"
#include "posts/post_service.h"

namespace posts {

std::vector<http::Route> post_routes(PostService& posts, PostCache& cache);

}  // namespace posts
