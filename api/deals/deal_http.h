// The routes of deals and of the reviews that follow them.
#pragma once

#include <vector>

#include "deals/deal_service.h"
#include "http/router.h"

namespace deals {

std::vector<http::Route> deal_routes(DealService& deals);

}  // namespace deals
