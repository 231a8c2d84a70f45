// Is it alive, and can it serve?
#pragma once

#include <string>
#include <vector>

#include "app/integrity_check.h"
#include "app/storage_check.h"
#include "db/database.h"
#include "http/router.h"

namespace app {

// GET /health/live and /health/ready (503 with the reasons when a check fails).
struct FileChecks {
  const IntegrityCheck& integrity;
  const StorageCheck& storage;
};
std::vector<http::Route> health_routes(db::Database& database, std::string data_dir, std::size_t write_queue,
                                       FileChecks files);

}  // namespace app
