// Another version of the schema, with a way back.
#pragma once

#include "app/config.h"
#include "db/database.h"

namespace app {

// Brings the schema to that version, the newest when it is negative. Before that it takes a snapshot
// (`before-migration`) of a market that has anything to lose. Throws std::runtime_error with a sentence; then
// the database is as it was.
void change_schema(db::Database& database, const Config& config, int version);

}  // namespace app
