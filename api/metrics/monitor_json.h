#pragma once

#include <string>
#include <vector>

#include "app/log.h"
#include "metrics/monitor.h"
#include "metrics/sources.h"

namespace metrics {

// The answer of GET /admin/monitor. `interval` is the time between two samples.
std::string monitor_json(const Sources& sources, core::Millis interval, const std::vector<Sample>& samples,
                         const std::vector<app::log::Kept>& errors);

}  // namespace metrics
