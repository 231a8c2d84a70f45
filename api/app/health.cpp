#include "app/health.h"

#include <sys/statvfs.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>

#include "core/error.h"
#include "json/writer.h"

namespace app {

namespace {

constexpr std::uintmax_t min_free_bytes = 64 * 1024 * 1024;

using Reason = std::optional<std::string>;
using metrics::Severity;

Reason database_reason(db::Database& database) {
  try {
    const bool found =
        database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM meta LIMIT 1").next(); });
    return found ? Reason() : "unreadable";
  } catch (const std::exception&) {
    return "unreadable";
  }
}

// Of the free room, and of what the last write met.
Reason disk_reason(const std::string& data_dir, const StorageCheck& storage) {
  struct statvfs status {};
  if (::statvfs(data_dir.c_str(), &status) != 0) return "unreadable";
  if ((status.f_flag & ST_RDONLY) != 0) return "read-only";
  if (std::uintmax_t{status.f_bavail} * status.f_frsize < min_free_bytes) return "almost-full";
  return storage.fault();
}

// A writer whose commits fail or hang is stalled; one that only has much to do, almost full.
Reason queue_reason(const db::SqliteDatabase& database, core::Millis patience) {
  const auto stalled = database.writer_stats().stalled(db::WriterStats::Clock::now());
  if (stalled > std::chrono::milliseconds(patience)) return "stalled";
  const auto lane = database.writer_lane();
  return lane.queued >= lane.limit / 2 ? Reason("almost-full") : Reason();
}

Reason photos_reason(const std::string& directory) {
  std::error_code failed;
  return std::filesystem::is_directory(directory, failed) ? Reason() : "missing";
}

// The worst of all arrays: nobody knows here which of them the data are on.
Reason raid_reason(const metrics::Surroundings& surroundings) {
  auto worst = metrics::RaidState::healthy;
  for (const auto& array : surroundings.found()->raid) {
    if (array.state == metrics::RaidState::failed) return std::string(metrics::name(array.state));
    if (array.state != metrics::RaidState::healthy && worst != metrics::RaidState::degraded)
      worst = array.state;
  }
  return worst == metrics::RaidState::healthy ? Reason() : std::string(metrics::name(worst));
}

// How it is now: a probe that gets 304 has learnt nothing.
http::Response fresh(http::Response response) {
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_checks(metrics::Checks& checks, const Config& config, db::SqliteDatabase& database,
                const metrics::Surroundings& surroundings, const IntegrityCheck& integrity,
                const StorageCheck& storage) {
  checks.add("database", Severity::fatal, [&database] { return database_reason(database); });
  checks.add("disk", Severity::fatal,
             [path = config.data_dir, &storage] { return disk_reason(path, storage); });
  checks.add_at_once("queue", Severity::fatal,
                     [&database, patience = config.stalled_ms] { return queue_reason(database, patience); });
  checks.add("photos", Severity::fatal, [path = config.data_dir + "/photos"] { return photos_reason(path); });
  checks.add_at_once("integrity", Severity::fatal, [&integrity] { return integrity.fault(); });
  checks.add_at_once("raid", Severity::warning, [&surroundings] { return raid_reason(surroundings); });
}

std::vector<http::Route> health_routes(const metrics::Checks& checks) {
  using http::Access, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/health/live", Access::anyone, Lane::io,
       [](const Request&, const Principal&) { return fresh(http::json("{\"status\":\"ok\"}")); }},
      {Method::get, "/health/ready", Access::anyone, Lane::io,
       [&checks](const Request&, const Principal&) {
         const auto results = checks.results();
         json::Writer w;
         w.open();
         for (const auto& result : results) w.text(result.name, result.reason.value_or("ok"));
         const std::string found = w.close().take();
         if (!metrics::ready(results)) {
           throw core::Error(503, "not-ready", "The server cannot serve now.")
               .with_header("Retry-After", "5")
               .with_member("checks", found);
         }
         return fresh(
             http::json(json::Writer().open().text("status", "ok").raw("checks", found).close().take()));
       }},
  };
}

}  // namespace app
