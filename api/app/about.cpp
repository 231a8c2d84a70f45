#include "app/about.h"

#include <algorithm>
#include <optional>
#include <string>

#include "app/idempotency.h"
#include "json/writer.h"
#include "snapshots/retention.h"
#include "users/session.h"

namespace app {

namespace {

std::optional<std::string> if_set(const std::string& setting) {
  return setting.empty() ? std::nullopt : std::optional(setting);
}

// Whole seconds, rounded up: nothing is kept for longer than is said.
std::int64_t seconds(core::Millis time) {
  return (time + core::second - 1) / core::second;
}

// By themselves: what somebody takes by hand stays until somebody removes it.
core::Millis snapshots_kept(const Config& config) {
  if (config.snapshot_ms == 0) return snapshots::aside_kept;
  return std::max({snapshots::aside_kept, config.snapshots_hourly * core::hour,
                   config.snapshots_daily * core::day, config.snapshots_weekly * 7 * core::day});
}

}  // namespace

std::string market_json(const Config& config) {
  json::Writer w;
  w.open().text("name", "기린 A+ 북 마켓");
  w.open("operator")
      .text("name", if_set(config.operator_name))
      .text("contact", if_set(config.operator_contact))
      .text("privacy_officer", if_set(config.privacy_officer))
      .close();
  w.open("kept_seconds").integer("left_names", seconds(config.name_kept_ms));
  if (config.messages_kept_ms == 0) {
    w.null("messages");
  } else {
    w.integer("messages", seconds(config.messages_kept_ms));
  }
  w.integer("events", seconds(config.events_kept_ms))
      .integer("sessions", seconds(config.session_ms))
      .integer("sign_in_places", seconds(users::place_kept))
      .integer("mails", seconds(config.mails_kept_ms))
      .integer("unused_photos", seconds(config.photo_unused_ms))
      .integer("idempotency_keys", seconds(idempotency_kept))
      .integer("snapshots", seconds(snapshots_kept(config)))
      .close()
      .close();
  return w.take();
}

std::vector<http::Route> about_routes(const core::Live<std::string>& about) {
  using http::Access, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/market", Access::anyone, Lane::io,
       [&about](const Request&, const Principal&) { return http::json(*about.get()); }},
  };
}

}  // namespace app
