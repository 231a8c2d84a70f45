#include "app/snapshot_settings.h"

#include "app/check.h"
#include "app/log.h"
#include "app/version.h"

namespace app {

snapshots::Settings snapshot_settings(const Config& config) {
  return {
      .database = config.data_dir + "/market.db",
      .photos = config.data_dir + "/photos",
      .directory = config.snapshot_dir.empty() ? config.data_dir + "/snapshots" : config.snapshot_dir,
      .copy_directory = config.snapshot_copy_dir,
      .interval = config.snapshot_ms,
      .keep = {.hourly = config.snapshots_hourly,
               .daily = config.snapshots_daily,
               .weekly = config.snapshots_weekly},
      .program_version = version(),
      .check = [](const std::string& database,
                  const std::function<bool()>& stop) { return check_rows(database, stop); },
      .log =
          [](bool good, std::string_view message, std::string_view detail) {
            log::write(good ? log::Level::info : log::Level::warning, message, {{"detail", detail}});
          },
  };
}

}  // namespace app
