#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/auth.h"
#include "http/network.h"
#include "http/router.h"

namespace core {
class WorkerPool;
}

namespace metrics {

struct Watching {
  std::function<std::string()> exposition;
  std::function<std::string()> monitor;
  // Throws when they are no admin.
  std::function<void(const http::Principal&)> require_admin;
};

// GET /metrics, for `networks` and admins, and GET /admin/monitor. They are made in `pool`: whoever watches
// wants to see most when all lanes are full. Both have to outlive the routes.
std::vector<http::Route> metrics_routes(Watching watching, const std::vector<http::Network>& networks,
                                        core::WorkerPool& pool);

}  // namespace metrics
