// Rollbacks as JSON: for clients, and for the file beside the snapshots that outlives the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "snapshots/rollback.h"

namespace snapshots {

std::string rollback_json(const Rollback& rollback);

// What is written down while the database is replaced, so that the next start knows what became of it:
// `epoch` is the one that the market has if it was.
struct RollbackRecord {
  Rollback rollback;
  std::optional<std::string> epoch;  // none: it is over
};
std::string record_json(const RollbackRecord& record);
// Nothing when it is no such document.
std::optional<RollbackRecord> read_record(std::string_view json);

// {reason}
std::string read_rollback_reason(std::string_view body);

}  // namespace snapshots
