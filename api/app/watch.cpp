#include "app/watch.h"

#include "app/access.h"
#include "app/health.h"
#include "app/log.h"
#include "app/version.h"
#include "metrics/families.h"
#include "metrics/metrics_http.h"
#include "metrics/monitor_json.h"

namespace app {

namespace {

constexpr std::size_t pool_queue = 16;

std::vector<metrics::Surroundings::Place> places_of(const Config& config) {
  std::vector<metrics::Surroundings::Place> places{{"data", config.data_dir}};
  if (!config.snapshot_copy_dir.empty()) places.push_back({"copy", config.snapshot_copy_dir});
  return places;
}

}  // namespace

Watch::Watch(const Config& config, const core::Clock& clock, Services& services,
             metrics::Sources::Caches caches, const IntegrityCheck& integrity, const StorageCheck& storage)
    : config_(config),
      clock_(clock),
      services_(services),
      caches_(std::move(caches)),
      networks_(read_list(config.metrics_networks, http::Network::parse)),
      census_(services.database),
      surroundings_(places_of(config), config.mdstat_file),
      pool_("watch", 1, pool_queue) {
  add_checks(checks_, config, services.data.database, surroundings_, integrity, storage);
}

Watch::~Watch() {
  stop();
}

void Watch::require_admin(const http::Principal& who) const {
  require_access(http::Access::admin, who, {}, clock_.now());
}

std::vector<http::Route> Watch::routes() {
  auto routes = http::scoped(http::Scope::any, http::Scope::any, health_routes(checks_));
  const auto monitor = [this] {
    const auto samples = monitor_.samples(metrics::Monitor::Steady::now(), clock_.now());
    return metrics::monitor_json(*sources_, config_.monitor_ms, samples, log::newest_errors());
  };
  for (auto& route : metrics::metrics_routes({.exposition = [this] { return metrics::exposition(*sources_); },
                     .monitor = monitor,
                     .require_admin = [this](const auto& who) { require_admin(who); }},
                                             networks_, pool_)) {
    routes.push_back(std::move(route));
  }
  return routes;
}

void Watch::start(const Dispatcher& dispatcher, const http::Server& server) {
  sources_ = std::make_unique<const metrics::Sources>(
      metrics::Sources{.version = version(),
                       .started_at = clock_.now(),
                       .clock = clock_,
                       .requests = dispatcher.requests(),
                       .server = server,
                       .hub = services_.hub,
                       .writer = services_.data.database.writer_stats(),
                       .lanes = [&dispatcher] { return dispatcher.lanes(); },
                       .caches = caches_,
                       .mails = mails_,
                       .census = census_,
                       .surroundings = surroundings_,
                       .checks = checks_,
                       .gauges = gauges_});
  const auto check = [this] { checks_.run(metrics::Severity::fatal); };
  const auto look = [this] {
    surroundings_.look();
    checks_.run(metrics::Severity::warning);
  };
  const auto count = [this] { census_.count(); };
  const auto sample = [this] { monitor_.take(read(*sources_), metrics::Monitor::Steady::now()); };
  check();
  look();
  sample();
  checker_ = std::make_unique<Sweeper>(config_.health_ms, std::vector<Sweeper::Task>{{"checks", check}});
  looker_ = std::make_unique<Sweeper>(
      config_.health_ms, std::vector<Sweeper::Task>{{"surroundings", look}, {"counting", count}});
  sampler_ = std::make_unique<Sweeper>(config_.monitor_ms, std::vector<Sweeper::Task>{{"monitor", sample}});
}

void Watch::stop() {
  for (const auto& sweeper : {&checker_, &looker_, &sampler_}) {
    if (*sweeper) (*sweeper)->stop();
  }
  pool_.stop();
}

}  // namespace app
