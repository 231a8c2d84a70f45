// What a copy of the market's database tells about itself. It is read as it lies there, and may be anything.
#pragma once

#include <functional>
#include <string>
#include <unordered_set>

#include "snapshots/snapshot.h"

namespace snapshots {

// What SQLite finds wrong with the file; empty when nothing is. `stop` ends it early: throws Stopped.
std::string damage(const std::string& database, const std::function<bool()>& stop);

// Fills in what the manifest says of its database: schema version, epoch, counts. Throws std::runtime_error
// when it is no market's.
void describe(const std::string& database, Manifest& manifest);

// From then on it says itself that it is a copy: who puts it in the place of a market's database by hand has
// another one (app/last_start.h).
void mark_as_copy(const std::string& database);

// The ids of its photos. Throws std::runtime_error when it is no market's.
std::unordered_set<std::string> photo_ids(const std::string& database);

}  // namespace snapshots
