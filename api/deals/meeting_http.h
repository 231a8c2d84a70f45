// The routes of where people meet, and of the meeting for their calendars.
#pragma once

#include <string>
#include <vector>

#include "core/live.h"
#include "deals/deal_service.h"
#include "deals/meeting_spot.h"
#include "http/public_address.h"
#include "http/router.h"

namespace deals {

// `market` is its own name, as UIDs have it.
std::vector<http::Route> meeting_routes(DealService& deals, const core::Live<std::vector<MeetingSpot>>& spots,
                                        const http::PublicAddress& address, const std::string& market);

}  // namespace deals
