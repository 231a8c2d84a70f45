// What anybody may know of a market: who runs it, and how long it keeps what.
#pragma once

#include <vector>

#include "app/config.h"
#include "http/router.h"

namespace app {

// GET /market
std::vector<http::Route> about_routes(const Config& config);

}  // namespace app
