// GET /search/suggest
#pragma once

#include <vector>

#include "http/router.h"
#include "search/search_service.h"

namespace search {

// `search` must outlive the routes.
std::vector<http::Route> search_routes(SearchService& search);

}  // namespace search
