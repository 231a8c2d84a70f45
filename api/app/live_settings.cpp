#include "app/live_settings.h"

#include <stdexcept>

#include "app/about.h"
#include "app/log.h"

namespace app {

namespace {

http::StaticFiles static_files(const Config& config) {
  http::StaticFiles files;
  files.add("/", config.frontend_dir);
  // The page is ours (frontend/docs); of the package only what it loads, and not the package's own page.
  for (const char* name : {"swagger-ui.css", "swagger-ui-bundle.js"}) {
    files.add_file(std::string("/docs/") + name, config.docs_dir + "/" + name);
  }
  files.add_file("/vendor/zxing.js", config.scanner_file);
  files.add_file("/vendor/uplot.js", config.charts_dir + "/uPlot.esm.js");
  files.add_file("/vendor/uplot.css", config.charts_dir + "/uPlot.min.css");
  files.add_file("/openapi.yaml", config.openapi_file);
  return files;
}

http::NamedNetworks networks_of(const Config& config) {
  return http::NamedNetworks(read_list(config.networks, http::NamedNetwork::parse));
}

std::vector<std::string> trusted_proxies_of(const Config& config) {
  return read_list(config.trusted_proxies, http::plain_address);
}

std::vector<deals::MeetingSpot> meeting_spots_of(const Config& config) {
  return read_list(config.meeting_spots, deals::read_meeting_spot, ';');
}

}  // namespace

LiveSettings::LiveSettings(const Config& config)
    : networks(networks_of(config)),
      allowed_origins(split_list(config.allowed_origins)),
      trusted_proxies(trusted_proxies_of(config)),
      meeting_spots(meeting_spots_of(config)),
      about(market_json(config)),
      files(static_files(config)),
      log_users(config.log_users != 0),
      verified_only(config.verified_only != 0),
      events_kept(config.events_kept_ms) {}

void LiveSettings::replace(const Config& config) {
  auto pages = static_files(config);
  // In the middle of an upgrade, or with a wrong path: the pages that are there go on.
  if (files.get()->find("/") && !pages.find("/"))
    throw std::runtime_error("there is no page in the frontend_dir " + config.frontend_dir);
  log::set_level(config.log_level);
  files.set(std::move(pages));
  networks.set(networks_of(config));
  allowed_origins.set(split_list(config.allowed_origins));
  trusted_proxies.set(trusted_proxies_of(config));
  meeting_spots.set(meeting_spots_of(config));
  about.set(market_json(config));
  log_users = config.log_users != 0;
  verified_only = config.verified_only != 0;
  events_kept = config.events_kept_ms;
}

}  // namespace app
