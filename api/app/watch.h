// Everything that watches over the market: what is measured, what is checked, and the threads that do it.
#pragma once

#include <memory>
#include <vector>

#include "app/config.h"
#include "app/dispatcher.h"
#include "app/integrity_check.h"
#include "app/services.h"
#include "app/storage_check.h"
#include "app/sweeper.h"
#include "core/worker_pool.h"
#include "http/network.h"
#include "http/server.h"
#include "metrics/sources.h"

namespace app {

class Watch {
 public:
  // All have to outlive this.
  Watch(const Config& config, const core::Clock& clock, Services& services, metrics::Sources::Caches caches,
        const IntegrityCheck& integrity, const StorageCheck& storage);
  ~Watch();  // stop()
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // What a feature has to tell, before start().
  metrics::Checks& checks() { return checks_; }
  metrics::Gauges& gauges() { return gauges_; }
  metrics::MailStats& mails() { return mails_; }

  // /health/…, /metrics and /admin/monitor. None may be asked for before start().
  std::vector<http::Route> routes();

  // Looks at everything once, then every so often.
  void start(const Dispatcher& dispatcher, const http::Server& server);
  // Idempotent; before the database stops.
  void stop();

 private:
  void require_admin(const http::Principal& who) const;

  const Config& config_;
  const core::Clock& clock_;
  Services& services_;
  const metrics::Sources::Caches caches_;
  const std::vector<http::Network> networks_;  // from which the metrics are read
  metrics::Checks checks_;
  metrics::Gauges gauges_;
  metrics::MailStats mails_;
  metrics::Census census_;
  metrics::Surroundings surroundings_;
  metrics::Monitor monitor_;
  core::WorkerPool pool_;
  std::unique_ptr<const metrics::Sources> sources_;  // once it has started
  // A disk that hangs holds one of them up, and never the sampler.
  std::unique_ptr<Sweeper> checker_, looker_, sampler_;
};

}  // namespace app
