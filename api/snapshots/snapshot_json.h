// Snapshots as JSON.
#pragma once

#include <string>
#include <string_view>

#include "snapshots/snapshot_service.h"

namespace snapshots {

// `last_rollback` is JSON.
std::string overview_json(const Overview& overview, std::string_view last_rollback);
// With `since`, also what bringing it back would undo.
std::string snapshot_json(const Kept& kept, const Since* since = nullptr);
// {id, running}
std::string begun_json(const Running& running);

// {note?}
std::string read_note(std::string_view body);

}  // namespace snapshots
