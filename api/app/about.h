// What anybody may know of a market: who runs it, and how long it keeps what.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "core/live.h"
#include "http/router.h"

namespace app {

std::string market_json(const Config& config);

// GET /market, whose answer is `about`.
std::vector<http::Route> about_routes(const core::Live<std::string>& about);

}  // namespace app
