// GET /users/me/export
#pragma once

#include <vector>

#include "core/clock.h"
#include "http/public_address.h"
#include "http/router.h"
#include "own_data/export_service.h"

namespace own_data {

std::vector<http::Route> own_data_routes(ExportService& exports, const http::PublicAddress& address,
                                         const core::Clock& clock);

}  // namespace own_data
