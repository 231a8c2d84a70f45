// What a running market takes up when the settings are read again, in the form in which it is used. Which
// settings these are is told by the table in app/config.cpp; services that keep one of them themselves are
// told by Market::reload().
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "app/config.h"
#include "core/clock.h"
#include "core/live.h"
#include "deals/meeting_spot.h"
#include "http/network.h"
#include "http/static_files.h"

namespace app {

struct LiveSettings {
  explicit LiveSettings(const Config& config);
  // Reads the pages and openapi.yaml again, too. Throws std::runtime_error with a sentence for the operator
  // before anything is changed.
  void replace(const Config& config);

  core::Live<http::NamedNetworks> networks;
  core::Live<std::vector<std::string>> allowed_origins;
  core::Live<std::vector<std::string>> trusted_proxies;  // as plain_address() writes them
  core::Live<std::vector<deals::MeetingSpot>> meeting_spots;
  core::Live<std::string> about;  // the answer of GET /market
  core::Live<http::StaticFiles> files;
  std::atomic<bool> log_users;
  std::atomic<bool> verified_only;
  std::atomic<core::Millis> events_kept;
};

}  // namespace app
