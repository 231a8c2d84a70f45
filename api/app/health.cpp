#include "app/health.h"

#include <filesystem>

#include "core/error.h"
#include "json/writer.h"

namespace app {

namespace {

constexpr std::uintmax_t min_free_bytes = 64 * 1024 * 1024;

struct Check {
  std::string_view name;
  bool ok;
};

std::vector<Check> checks(db::Database& database, const std::string& data_dir, std::size_t write_queue) {
  bool readable = false;
  try {
    readable = database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM meta LIMIT 1").next(); });
  } catch (const std::exception&) {
    readable = false;
  }
  std::error_code failed;
  const auto space = std::filesystem::space(data_dir, failed);
  return {{"database", readable},
          {"disk", !failed && space.available >= min_free_bytes},
          {"queue", database.queued() < write_queue / 2}};
}

}  // namespace

std::vector<http::Route> health_routes(db::Database& database, std::string data_dir,
                                       std::size_t write_queue) {
  using http::Access, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/health/live", Access::anyone, Lane::io,
       [](const Request&, const Principal&) { return http::json("{\"status\":\"ok\"}"); }},
      {Method::get, "/health/ready", Access::anyone, Lane::db,
       [&database, data_dir = std::move(data_dir), write_queue](const Request&, const Principal&) {
         bool ready = true;
         json::Writer w;
         w.open();
         for (const Check& check : checks(database, data_dir, write_queue)) {
           ready = ready && check.ok;
           w.text(check.name, check.ok ? "ok" : "failed");
         }
         const std::string found = w.close().take();
         if (!ready) {
           throw core::Error(503, "not-ready", "The server cannot serve now.")
               .with_header("Retry-After", "5")
               .with_member("checks", found);
         }
         return http::json(json::Writer().open().text("status", "ok").raw("checks", found).close().take());
       }},
  };
}

}  // namespace app
