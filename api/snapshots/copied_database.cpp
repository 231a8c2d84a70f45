#include "snapshots/copied_database.h"

#include <stdexcept>

#include "core/token.h"
#include "db/sqlite_backup.h"
#include "db/sqlite_connection.h"
#include "snapshots/progress.h"

namespace snapshots {

namespace {

// A view may be made to run for ever; a table ends.
void require_table(db::Tx& tx, std::string_view name) {
  auto rows = tx.query("SELECT 1 FROM sqlite_schema WHERE name = $1 AND type = 'table'", name);
  if (!rows.next()) throw std::runtime_error("the copy has no table " + std::string(name));
}

std::int64_t count(db::Tx& tx, const std::string& table) {
  require_table(tx, table);
  return db::first_integer(tx.query("SELECT count(*) FROM " + table));
}

}  // namespace

std::string damage(const std::string& database, const std::function<bool()>& stop) {
  try {
    db::SqliteConnection copy(database, db::Access::read_only);
    copy.interrupt_when(stop);
    auto rows = copy.query("PRAGMA integrity_check(1)");
    if (!rows.next()) return "no answer";
    return rows.view(0) == "ok" ? std::string() : rows.text(0);
  } catch (const std::exception& error) {
    if (stop()) throw Stopped();
    return error.what();
  }
}

void describe(const std::string& database, Manifest& manifest) {
  db::SqliteConnection copy(database, db::Access::read_only);
  manifest.counts = {count(copy, "users"), count(copy, "posts"), count(copy, "messages"),
                     count(copy, "deals"), count(copy, "photos")};
  require_table(copy, "schema_migrations");
  auto version = copy.query("SELECT coalesce(max(version), 0) FROM schema_migrations");
  version.next();
  manifest.schema_version = static_cast<int>(version.integer(0));
  require_table(copy, "meta");
  auto epoch = copy.query("SELECT value FROM meta WHERE name = 'epoch'");
  if (epoch.next()) manifest.epoch = epoch.text(0);
}

void mark_as_copy(const std::string& database) {
  db::change_copy(
      database,
      "INSERT INTO meta (name, value) VALUES ('start', 'copy') ON CONFLICT (name) DO UPDATE SET value "
      "= excluded.value");
}

std::unordered_set<std::string> photo_ids(const std::string& database) {
  db::SqliteConnection copy(database, db::Access::read_only);
  require_table(copy, "photos");
  std::unordered_set<std::string> ids;
  auto rows = copy.query("SELECT id FROM photos");
  while (rows.next()) {
    std::string id = rows.text(0);
    if (!core::is_public_id(id)) throw std::runtime_error("the copy has a photo without an id");
    ids.insert(std::move(id));
  }
  return ids;
}

}  // namespace snapshots
