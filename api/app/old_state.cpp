#include "app/old_state.h"

#include <utility>

#include "app/services.h"
#include "core/clock.h"
#include "db/migrate.h"
#include "db/sqlite.h"
#include "snapshots/carry_over.h"

namespace app {

namespace {

// Of the settings those of the market; but nothing of this one is its own.
Config settings_of(Config config, const std::string& folder) {
  config.data_dir = folder;
  config.snapshot_dir = folder + "/snapshots";
  config.snapshot_copy_dir = "";
  config.snapshot_ms = 0;
  return config;
}

// Without a snapshot before: this is a copy.
const Config& migrated(const Config& config) {
  db::SqliteDatabase database(config.data_dir + "/market.db");
  db::migrate(database, db::load_migrations(config.migrations_dir));
  return config;
}

class OpenState : public snapshots::OldState {
 public:
  explicit OpenState(const Config& config) : services_(migrated(config), clock_, Opened::to_be_prepared) {}
  db::SqliteDatabase& database() override { return services_.data.database; }
  const snapshots::CarryOver& carry_over() const override { return carry_over_; }

 private:
  const core::SystemClock clock_;
  Services services_;
  const snapshots::CarryOver carry_over_{services_.users, services_.posts, services_.deals,
                                         services_.moderation};
};

}  // namespace

std::unique_ptr<snapshots::OldState> open_old_state(Config config, const std::string& folder) {
  return std::make_unique<OpenState>(settings_of(std::move(config), folder));
}

}  // namespace app
