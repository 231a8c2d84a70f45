// GET /p/{id}
#pragma once

#include <vector>

#include "http/public_address.h"
#include "http/router.h"
#include "posts/post_service.h"

namespace share {

// What is given by reference must outlive the routes.
std::vector<http::Route> share_routes(posts::PostService& posts, const http::PublicAddress& address);

}  // namespace share
