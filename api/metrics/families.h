// Every figure as Prometheus reads it.
#pragma once

#include <string>

#include "metrics/sources.h"

namespace metrics {

// Prometheus' text format 0.0.4.
std::string exposition(const Sources& sources);

constexpr std::string_view exposition_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace metrics
