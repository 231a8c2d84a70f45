// The routes of saved searches.
#pragma once

#include <vector>

#include "alerts/alert_service.h"
#include "http/router.h"

namespace alerts {

// `alerts` must outlive the routes.
std::vector<http::Route> alert_routes(AlertService& alerts);

}  // namespace alerts
