// Going back: the market becomes what it was when a snapshot was taken, but for what never goes back
// (snapshots/carry_over.h).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "admin/audit.h"
#include "core/clock.h"
#include "db/sqlite.h"
#include "snapshots/carry_over.h"
#include "snapshots/snapshot_service.h"

namespace snapshots {

// What somebody wants.
struct RollbackOrder {
  std::string snapshot_id;
  std::string reason;
  admin::Actor actor;
  std::optional<std::string> by;  // the actor's username; none: the operator
};

// What became of it. Undoing it is going back to `from_snapshot_id`.
struct Rollback {
  core::Millis at = 0;
  std::optional<std::string> by;
  std::string reason;
  std::optional<std::string> from_snapshot_id;  // the present, as it was; none when it failed before that
  std::string to_snapshot_id;
  Since undone;
  CarriedOver kept;
  // The present could not be read: then nothing of it is counted or kept, and it lies, as it was, in a file
  // beside the database instead of a snapshot.
  bool present_damaged = false;
  core::Millis writers_paused_ms = 0;  // for so long nothing could be written
  std::optional<std::string> fault;    // why nothing has changed; none: it is done
};

// A database file of another time as a market of this program: its schema brought up to date.
class OldState {
 public:
  virtual ~OldState() = default;
  virtual db::SqliteDatabase& database() = 0;
  virtual const CarryOver& carry_over() const = 0;
};
// Opens <folder>/market.db, and closes it with what it answers. Throws std::runtime_error with a sentence.
using OpenOldState = std::function<std::unique_ptr<OldState>(const std::string& folder)>;

}  // namespace snapshots
