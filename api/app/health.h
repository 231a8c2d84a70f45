// Is it alive, and can it serve?
#pragma once

#include <vector>

#include "app/config.h"
#include "app/integrity_check.h"
#include "app/storage_check.h"
#include "db/sqlite.h"
#include "http/router.h"
#include "metrics/checks.h"
#include "metrics/surroundings.h"

namespace app {

// What every market is asked: database, disk, queue, photos, the integrity of the file and RAID. Features add
// theirs. All have to outlive `checks`.
void add_checks(metrics::Checks& checks, const Config& config, db::SqliteDatabase& database,
                const metrics::Surroundings& surroundings, const IntegrityCheck& integrity,
                const StorageCheck& storage);

// GET /health/live and /health/ready (503 with the reasons when a check fails). They answer whatever hangs.
std::vector<http::Route> health_routes(const metrics::Checks& checks);

}  // namespace app
