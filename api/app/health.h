// Is it alive, and can it serve?
#pragma once

#include <string>
#include <vector>

#include "db/database.h"
#include "http/router.h"

namespace app {

// GET /health/live and /health/ready (503 with the reasons when a check fails).
std::vector<http::Route> health_routes(db::Database& database, std::string data_dir, std::size_t write_queue);

}  // namespace app
