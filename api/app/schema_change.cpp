#include "app/schema_change.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "app/snapshot_settings.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/token.h"
#include "db/migrate.h"
#include "snapshots/snapshot_run.h"

namespace app {

namespace {

bool anybody(db::Database& database) {
  return database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM users LIMIT 1").next(); });
}

void take_snapshot(const Config& config, const std::string& note) {
  const core::SystemClock clock;
  core::init_crypto();
  const auto settings = snapshot_settings(config);
  const std::string id = snapshots::new_snapshot_id(clock.now());
  try {
    snapshots::run_alone(settings, clock, snapshots::Task::snapshot, id, [&](snapshots::Run& run) {
      run.take(snapshots::Cause::before_migration, note, id);
    });
  } catch (const std::exception& error) {
    throw std::runtime_error("the schema was not changed, as no snapshot could be taken before: " +
                             snapshots::sentence(error));
  }
}

}  // namespace

void change_schema(db::Database& database, const Config& config, int version) {
  const auto migrations = db::load_migrations(config.migrations_dir);
  const int newest = static_cast<int>(migrations.size());
  const int from = db::schema_version(database);
  const int to = version < 0 ? newest : version;
  // What can't be done at all is refused by db::migrate, and needs no snapshot.
  if (from > 0 && from != to && from <= newest && to <= newest && anybody(database)) {
    take_snapshot(config, "schema " + std::to_string(from) + " to " + std::to_string(to));
  }
  db::migrate(database, migrations, version);
}

}  // namespace app
