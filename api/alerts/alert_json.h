// Saved searches as JSON, in and out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "alerts/alert_service.h"

namespace alerts {

// Throw core::Error 400 or 422 with every fault.
Wanted read_wanted(std::string_view body);
bool read_paused(std::string_view body);
std::int64_t read_seq(std::string_view body);

std::string alert_json(const Alert& alert);
std::string alert_page_json(const AlertPage& page);
std::string seen_json(int new_posts);

}  // namespace alerts
