// The steps of a rollback, each of which leaves the market as it is until the one that replaces the database.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "core/clock.h"
#include "db/sqlite.h"
#include "snapshots/rollback.h"
#include "snapshots/snapshot_run.h"

namespace snapshots {

class RollbackRun {
 public:
  struct Parts {
    db::SqliteDatabase& live;
    // Where the old state is prepared: made, and removed with all that is in it.
    std::filesystem::path folder;
    OpenOldState open;
    int newest_schema = 0;  // that this program knows
    std::string start;      // the word of the last start (app/last_start.h), as the market keeps it
  };
  // Runs a task where nobody who serves is faster: for the time in which nothing can be written.
  using AtFullSpeed = std::function<void(const std::function<void()>&)>;

  RollbackRun(const Parts& parts, Run& run) : parts_(parts), run_(run) {}

  // Does it. Throws what made it impossible: then nothing has changed. `out` is filled in as far as it came.
  void go_back(const RollbackOrder& order, const AtFullSpeed& at_full_speed, Rollback& out);
  // The same up to where the market would be changed: what would be undone and kept.
  void plan(const std::string& snapshot_id, Rollback& out);

 private:
  struct Prepared;
  Prepared prepare(const std::string& snapshot_id);
  void carry_over(OldState& state, core::Millis now, Rollback& out,
                  const std::function<void(db::Tx&)>& then) const;
  std::optional<Snapshot> take_present(const std::string& note);
  void keep_damaged_present();
  void rehearse(Prepared& prepared, const Manifest& manifest);
  void bring_back_photos(const Prepared& prepared, const Manifest& manifest);
  void replace(Prepared& prepared, const RollbackOrder& order, Rollback& out);
  std::string live_path() const { return run_.settings().database.string(); }

  const Parts& parts_;
  Run& run_;
};

// 409 `snapshot-damaged` with the reason, and 409 `snapshot-too-new`.
void require_usable(const Snapshot& snapshot, int newest_schema);

// The file in which the last rollback is written down.
std::filesystem::path record_path(const Settings& settings);

}  // namespace snapshots
