// The schema's history: migrations/NNNN_name.up.sql and .down.sql, applied in the order of their numbers.
#pragma once

#include <string>
#include <vector>

#include "db/database.h"

namespace db {

struct Migration {
  int version = 0;  // from 1, without gaps
  std::string name;
  std::string up;
  std::string down;
};

// Reads the directory. Throws std::runtime_error for a gap, a double number or a missing .down.sql.
std::vector<Migration> load_migrations(const std::string& directory);

// The version of the schema: 0 for an empty database.
int schema_version(Database& database);

// Brings the schema to `target` (the newest when it is negative), all steps in one transaction: when one of
// them fails, the database is as it was. Throws std::runtime_error with a sentence then, and when the
// database, or `target`, is newer than the newest migration known.
void migrate(Database& database, const std::vector<Migration>& migrations, int target = -1);

}  // namespace db
