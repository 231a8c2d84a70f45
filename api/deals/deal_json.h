// Deals and reviews as JSON, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "deals/deal.h"
#include "deals/meeting_spot.h"

namespace deals {

// Throw core::Error 400 or 422 with every fault.
Purchase read_purchase(std::string_view body);
Move read_move(std::string_view body);

// As the view's own viewer sees it.
std::string deal_json(const DealView& view);
// ["accept", "decline"]
std::string actions_json(const std::vector<Action>& actions);
std::string review_json(const Review& review);
std::string meeting_spots_json(const std::vector<MeetingSpot>& spots);

}  // namespace deals
