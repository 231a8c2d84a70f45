// Where all figures come from. Each may be asked from any thread and waits for nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/lane_state.h"
#include "db/cache.h"
#include "db/writer_stats.h"
#include "events/hub.h"
#include "http/server.h"
#include "mail/mail.h"
#include "metrics/census.h"
#include "metrics/checks.h"
#include "metrics/monitor.h"
#include "metrics/request_stats.h"
#include "metrics/surroundings.h"

namespace metrics {

// What a feature has to tell beside all this: registered before the market listens.
class Gauges {
 public:
  // Nothing: not known now, and then not told. Called with each scrape: it must not wait for anything.
  using Read = std::function<std::optional<double>()>;
  struct Gauge {
    std::string name;  // "giraffe_snapshot_age_seconds"
    std::string help;
    Read read;
  };

  void add(std::string name, std::string help, Read read) {
    gauges_.push_back({std::move(name), std::move(help), std::move(read)});
  }
  const std::vector<Gauge>& all() const { return gauges_; }

 private:
  std::vector<Gauge> gauges_;
};

// What became of attempts to send a mail.
class MailStats {
 public:
  void count(mail::Outcome outcome) { ++counts_.at(static_cast<std::size_t>(outcome)); }
  std::uint64_t of(mail::Outcome outcome) const { return counts_.at(static_cast<std::size_t>(outcome)); }

 private:
  std::array<std::atomic<std::uint64_t>, 4> counts_{};
};

struct Lane {
  std::string name;
  core::LaneState state;
};

struct Sources {
  using Lanes = std::function<std::vector<Lane>()>;  // db, write, hash, image, in this order
  using Caches = std::vector<std::pair<std::string, const db::CacheCounts*>>;

  std::string version;
  core::Millis started_at = 0;
  const core::Clock& clock;
  const RequestStats& requests;
  const http::Server& server;
  const events::Hub& hub;
  const db::WriterStats& writer;
  Lanes lanes;
  Caches caches;
  const MailStats& mails;
  const Census& census;
  const Surroundings& surroundings;
  const Checks& checks;
  const Gauges& gauges;
};

// What the monitor samples.
Reading read(const Sources& sources);

}  // namespace metrics
