// The routes of snapshots: /admin/snapshots/…
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/router.h"
#include "snapshots/snapshot_service.h"

namespace snapshots {

// `last_rollback` answers JSON.
std::vector<http::Route> snapshot_routes(SnapshotService& service,
                                         std::function<std::string()> last_rollback);

}  // namespace snapshots
