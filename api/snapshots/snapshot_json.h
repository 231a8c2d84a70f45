// Snapshots as JSON.
#pragma once

#include <string>
#include <string_view>

#include "json/writer.h"
#include "snapshots/snapshot_service.h"

namespace snapshots {

// `last_rollback` is JSON.
std::string overview_json(const Overview& overview, std::string_view last_rollback);
// With `since`, also what bringing it back would undo.
std::string snapshot_json(const Kept& kept, const Since* since = nullptr);
// A member of that name.
void write_since(json::Writer& w, std::string_view name, const Since& since);
// {id, running}
std::string begun_json(const Running& running);

// {note?}
std::string read_note(std::string_view body);

}  // namespace snapshots
