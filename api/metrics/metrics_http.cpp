#include "metrics/metrics_http.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "core/error.h"
#include "core/worker_pool.h"
#include "metrics/families.h"

namespace metrics {

namespace {

using http::Parked, http::Principal, http::Request, http::Response;

// Answers in the pool with what `make` makes.
void in_pool(core::WorkerPool& pool, Parked parked, std::function<Response()> make) {
  const bool taken = pool.try_post([parked = std::move(parked), make = std::move(make)] {
    try {
      parked.answer(make());
    } catch (...) {
      parked.refuse(std::current_exception());
    }
  });
  if (!taken) throw core::busy();
}

Response exposed(std::string text) {
  Response response;
  response.body = std::make_shared<const std::string>(std::move(text));
  response.with("Content-Type", std::string(exposition_type)).with("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::vector<http::Route> metrics_routes(Watching watching, const std::vector<http::Network>& networks,
                                        core::WorkerPool& pool) {
  using http::Access, http::Lane, http::Method;
  const auto shared = std::make_shared<const Watching>(std::move(watching));
  http::Route scrape{Method::get, "/metrics", Access::anyone, Lane::poll, nullptr};
  scrape.park = [shared, &networks, &pool](const Request& request, const Principal& who, Parked parked) {
    // The address of a proxy that is not trusted says nothing of who asks through it.
    const bool near =
        !request.proxied && std::any_of(networks.begin(), networks.end(),
                                        [&](const auto& network) { return network.contains(request.peer); });
    if (!near) shared->require_admin(who);
    in_pool(pool, std::move(parked), [shared] { return exposed(shared->exposition()); });
  };
  http::Route monitor{Method::get, "/admin/monitor", Access::admin, Lane::poll, nullptr};
  monitor.park = [shared, &pool](const Request&, const Principal&, Parked parked) {
    in_pool(pool, std::move(parked),
            [shared] { return http::json(shared->monitor()).with("Cache-Control", "no-store"); });
  };
  return {std::move(scrape), std::move(monitor)};
}

}  // namespace metrics
