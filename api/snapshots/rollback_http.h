// The route that brings an earlier state of the market back.
#pragma once

#include <vector>

#include "http/router.h"
#include "snapshots/rollback_service.h"

namespace snapshots {

std::vector<http::Route> rollback_routes(RollbackService& service);

}  // namespace snapshots
