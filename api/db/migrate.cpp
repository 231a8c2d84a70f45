#include "db/migrate.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

namespace db {

namespace {
std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("the migration " + path.filename().string() + " can't be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

int current_version(Tx& tx) {
  tx.run("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  auto rows = tx.query("SELECT coalesce(max(version), 0) FROM schema_migrations");
  rows.next();
  return static_cast<int>(rows.integer(0));
}
void step(const Migration& migration, const std::function<void()>& take) {
  try {
    take();
  } catch (const core::Error&) {
    throw;  // a full disk is nobody's fault but the disk's
  } catch (const std::exception& error) {
    throw std::runtime_error("the migration " + migration.name +
                             " failed, and the database is as it was before: " + error.what());
  }
}
}  // namespace

std::vector<Migration> load_migrations(const std::string& directory) {
  constexpr std::string_view up_ending = ".up.sql";
  std::vector<Migration> out;
  std::error_code failed;
  const std::filesystem::directory_iterator entries(directory, failed);
  if (failed) {
    throw std::runtime_error("the migrations in " + directory +
                             " can't be read (setting migrations_dir): " + failed.message());
  }
  for (const auto& entry : entries) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(up_ending)) continue;
    Migration migration;
    const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), migration.version);
    if (error != std::errc{} || *end != '_') {
      throw std::runtime_error("the migration " + file + " has no number at its beginning");
    }
    migration.name = file.substr(0, file.size() - up_ending.size());
    migration.up = contents(entry.path());
    migration.down = contents(entry.path().parent_path() / (migration.name + ".down.sql"));
    out.push_back(std::move(migration));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.version < b.version; });
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].version != static_cast<int>(i) + 1) {
      throw std::runtime_error("the migrations have a gap or a double number before " + out[i].name);
    }
  }
  return out;
}

int schema_version(Database& database) {
  return database.write([](Tx& tx) { return current_version(tx); });
}

void migrate(Database& database, const std::vector<Migration>& migrations, int target) {
  const int newest = static_cast<int>(migrations.size());
  if (target < 0) target = newest;
  if (target > newest) throw std::runtime_error("there is no migration " + std::to_string(target));
  const int start = schema_version(database);
  if (start > newest) {
    throw std::runtime_error("the database has schema version " + std::to_string(start) +
                             ", but this program knows only " + std::to_string(newest));
  }
  database.write([&](Tx& tx) {
    for (int version = start; version < target; ++version) {
      const Migration& next = migrations[static_cast<std::size_t>(version)];
      step(next, [&] {
        tx.script(next.up);
        tx.run("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)", next.version, next.name);
      });
    }
    for (int version = start; version > target; --version) {
      const Migration& last = migrations[static_cast<std::size_t>(version) - 1];
      step(last, [&] {
        tx.script(last.down);
        tx.run("DELETE FROM schema_migrations WHERE version = $1", last.version);
      });
    }
  });
}

}  // namespace db
