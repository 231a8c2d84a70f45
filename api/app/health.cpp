#include "app/health.h"

#include <sys/statvfs.h>

#include "core/error.h"
#include "json/writer.h"

namespace app {

namespace {

constexpr std::uintmax_t min_free_bytes = 64 * 1024 * 1024;

struct Check {
  std::string_view name;
  bool ok;
  std::string reason = "failed";
};

// Of the free room, and of what the last write met: "" is well.
std::string disk_fault(const std::string& data_dir, const StorageCheck& storage) {
  struct statvfs status {};
  if (::statvfs(data_dir.c_str(), &status) != 0) return "unreadable";
  if ((status.f_flag & ST_RDONLY) != 0) return "read-only";
  if (std::uintmax_t{status.f_bavail} * status.f_frsize < min_free_bytes) return "almost-full";
  return storage.fault().value_or("");
}

std::vector<Check> checks(db::Database& database, const std::string& data_dir, std::size_t write_queue,
                          const FileChecks& files) {
  bool readable = false;
  try {
    readable = database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM meta LIMIT 1").next(); });
  } catch (const std::exception&) {
    readable = false;
  }
  const std::string disk = disk_fault(data_dir, files.storage);
  const auto damage = files.integrity.fault();
  return {{"database", readable},
          {"disk", disk.empty(), disk},
          {"queue", database.queued() < write_queue / 2},
          {"integrity", !damage, damage.value_or("")}};
}

}  // namespace

std::vector<http::Route> health_routes(db::Database& database, std::string data_dir,
                                       std::size_t write_queue, FileChecks files) {
  using http::Access, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/health/live", Access::anyone, Lane::io,
       [](const Request&, const Principal&) { return http::json("{\"status\":\"ok\"}"); }},
      {Method::get, "/health/ready", Access::anyone, Lane::db,
       [&database, data_dir = std::move(data_dir), write_queue, files](const Request&, const Principal&) {
         bool ready = true;
         json::Writer w;
         w.open();
         for (const Check& check : checks(database, data_dir, write_queue, files)) {
           ready = ready && check.ok;
           w.text(check.name, check.ok ? "ok" : check.reason);
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
