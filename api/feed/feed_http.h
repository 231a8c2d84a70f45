// GET /feed.atom
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "http/public_address.h"
#include "http/router.h"
#include "posts/post_cache.h"
#include "posts/post_service.h"

namespace feed {

// `market` is its own name (Feed::market); what is given by reference must outlive the routes.
std::vector<http::Route> feed_routes(posts::PostService& posts, posts::PostCache& cache,
                                     const http::PublicAddress& address, const core::Clock& clock,
                                     const std::string& market);

}  // namespace feed
