#include "snapshots/rollback_run.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "admin/audit_store.h"
#include "core/error.h"
#include "core/token.h"
#include "db/sqlite_backup.h"
#include "db/sqlite_connection.h"
#include "json/writer.h"
#include "photos/photo_files.h"
#include "snapshots/copied_database.h"
#include "snapshots/disk.h"
#include "snapshots/rollback_json.h"

namespace snapshots {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t max_told = 3;  // of what is wrong with a state

// Removed with all that is in it, however this ends.
class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    disk::make_folder(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

 private:
  fs::path path_;
};

// Open until this process ends. Closing a file takes all locks away that the process has on it, and SQLite,
// which has some on the database that is served, would not know: the next program to open that would think
// itself alone, and remove the log into which the server goes on writing.
const disk::File& never_closed(disk::File file) {
  static std::mutex mutex;
  static std::deque<disk::File> files;
  const std::lock_guard lock(mutex);
  return files.emplace_back(std::move(file));
}

// Changes with every commit of another connection.
std::int64_t data_version(db::SqliteConnection& connection) {
  return db::first_integer(connection.query("PRAGMA data_version"));
}

std::string details_json(const RollbackOrder& order, const Rollback& rollback) {
  json::Writer w;
  w.open().text("snapshot_id", order.snapshot_id).text("reason", order.reason);
  if (rollback.from_snapshot_id) w.text("from_snapshot_id", *rollback.from_snapshot_id);
  return w.close().take();
}

// In the new state: the one who did it may not be in it.
void record(db::Tx& tx, const RollbackOrder& order, const Rollback& rollback) {
  admin::Actor actor = order.actor;
  std::string details = details_json(order, rollback);
  if (actor.user.value != 0 && !tx.query("SELECT 1 FROM users WHERE id = $1", actor.user).next()) {
    actor.user = {};
    details.pop_back();
    details += ",\"actor_name\":" + json::quoted(order.by.value_or("")) + "}";
  }
  admin::AuditStore().append(tx, actor, "snapshot.rollback", {.kind = "snapshot", .id = 0, .about = {}},
                             details, rollback.at);
}

}  // namespace

void require_usable(const Snapshot& snapshot, int newest_schema) {
  if (snapshot.fault) {
    throw core::conflict(
        "snapshot-damaged",
        "This snapshot is damaged, so that nothing can be brought back from it: " + *snapshot.fault + ".");
  }
  if (snapshot.manifest.schema_version > newest_schema) {
    throw core::conflict("snapshot-too-new",
                         "This snapshot was taken by a newer program: its schema has version " +
                             std::to_string(snapshot.manifest.schema_version) + ", and this one knows only " +
                             std::to_string(newest_schema) + ".");
  }
}

fs::path record_path(const Settings& settings) {
  return settings.directory / "last-rollback.json";
}

struct RollbackRun::Prepared {
  Manifest manifest;
  std::unique_ptr<OldState> state;
  Rollback rehearsed;                      // what would be undone and kept
  std::unordered_set<std::string> photos;  // of the state after all that is carried over
};

RollbackRun::Prepared RollbackRun::prepare(const std::string& snapshot_id) {
  run_.verify(snapshot_id);
  const Snapshot snapshot = run_.files().find(snapshot_id).value();
  require_usable(snapshot, parts_.newest_schema);

  run_.progress().step(Step::preparing);
  Prepared prepared;
  prepared.manifest = snapshot.manifest;
  const fs::path folder = parts_.folder / "state";
  disk::make_folder(folder);
  // Twice what is to come, and once as it is written into the market's log.
  const auto free = disk::free_bytes(parts_.folder);
  if (free && *free < 3 * snapshot.manifest.database_bytes + disk::reserve_bytes) {
    throw core::Error(507, "disk-full",
                      "Going back needs " +
                          std::to_string((3 * snapshot.manifest.database_bytes + disk::reserve_bytes) >> 20) +
                          " MiB, and " + std::to_string(*free >> 20) + " are free.");
  }
  disk::copy(disk::open_inside(run_.files().root(), fs::path(snapshot_id) / "market.db"),
             folder / "market.db", [this](std::int64_t) { run_.progress().require_going_on(); });
  prepared.state = parts_.open(folder.string());
  run_.progress().require_going_on();
  rehearse(prepared, snapshot.manifest);
  return prepared;
}

// On a copy, so that what is done to it is done once to the state itself, and no number is given out twice.
void RollbackRun::rehearse(Prepared& prepared, const Manifest& manifest) {
  const fs::path folder = parts_.folder / "rehearsal";
  disk::make_folder(folder);
  const std::string copy = (folder / "market.db").string();
  db::copy_database((parts_.folder / "state" / "market.db").string(), copy, db::at_full_speed,
                    [this](std::int64_t, std::int64_t) { run_.progress().require_going_on(); });
  {
    const auto state = parts_.open(folder.string());
    carry_over(*state, run_.now(), prepared.rehearsed, [](db::Tx&) {});
  }
  const auto stop = [this] { return run_.progress().stopping(); };
  if (const auto damaged = damage(copy, stop); !damaged.empty())
    throw std::runtime_error("the state that was prepared is damaged: " + damaged);
  prepared.photos = photo_ids(copy);
  std::string wrong;
  if (run_.settings().check) {
    auto faults = run_.settings().check(copy, stop);
    // What was wrong when the snapshot was taken is no worse for being brought back.
    std::erase_if(faults, [&](const auto& fault) {
      return std::ranges::find(manifest.findings, fault) != manifest.findings.end();
    });
    if (faults.size() > max_told) faults.resize(max_told);
    for (const auto& fault : faults) wrong += (wrong.empty() ? "" : "; ") + fault;
  }
  run_.progress().require_going_on();
  if (!wrong.empty())
    throw std::runtime_error("the state that was prepared breaks rules of the market: " + wrong);
  fs::remove_all(folder);
}

// Into a state that was opened for it. A present that is damaged must not keep the market from its past: what
// can't be read of it can't be kept.
void RollbackRun::carry_over(OldState& state, core::Millis now, Rollback& out,
                             const std::function<void(db::Tx&)>& then) const {
  try {
    state.database().attach(live_path(), "present");
    return state.database().write([&](db::Tx& tx) {
      out.kept = state.carry_over().run(tx, now);
      out.undone = count_undone(tx);
      then(tx);
    });
  } catch (const db::Damaged& damage) {
    if (run_.settings().log) run_.settings().log(false, "nothing of the present can be kept", damage.what());
  }
  out.kept = {};
  out.undone = {};
  out.present_damaged = true;
  state.database().write([&](db::Tx& tx) {
    state.carry_over().without_present(tx, now);
    then(tx);
  });
}

// None of a present that is damaged.
std::optional<Snapshot> RollbackRun::take_present(const std::string& note) {
  try {
    return run_.take(Cause::before_rollback, note);
  } catch (const db::Damaged& damage) {
    if (run_.settings().log) run_.settings().log(false, "no snapshot of the present", damage.what());
    return std::nullopt;
  }
}

// For whoever knows how to save something of it. While nobody writes to it.
void RollbackRun::keep_damaged_present() {
  const fs::path data = run_.settings().database.parent_path();
  const fs::path folder = data / ("damaged-" + new_snapshot_id(run_.now()));
  try {
    disk::make_folder(folder);
    const std::string name = run_.settings().database.filename().string();
    for (const std::string& file : {name, name + "-wal"}) {
      if (!fs::exists(data / file)) continue;
      disk::copy(never_closed(disk::open_inside(data, file)), folder / file,
                 [this](std::int64_t) { run_.progress().require_going_on(); });
    }
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    throw;
  }
  if (run_.settings().log) run_.settings().log(true, "the damaged database is kept", folder.string());
}

// Those of people who have left since stay away. What the market has now stays until a sweep finds it unused.
void RollbackRun::bring_back_photos(const Prepared& prepared, const Manifest& manifest) {
  run_.restore_photos(manifest);
  std::unordered_set<std::string> present;
  try {
    present = photo_ids(live_path());
  } catch (const db::Damaged&) {
    return;  // there is nobody of whom it is known that they have left
  }
  const photos::PhotoFiles files(run_.settings().photos);
  run_.files().each_photo(manifest, [&](const StoredPhoto& photo) {
    if (!prepared.photos.contains(photo.id) && !present.contains(photo.id)) files.remove(photo.id);
  });
}

void RollbackRun::plan(const std::string& snapshot_id, Rollback& out) {
  const Folder folder(parts_.folder);
  const Prepared prepared = prepare(snapshot_id);
  out.undone = prepared.rehearsed.undone;
  out.kept = prepared.rehearsed.kept;
  out.present_damaged = prepared.rehearsed.present_damaged;
}

void RollbackRun::go_back(const RollbackOrder& order, const AtFullSpeed& at_full_speed, Rollback& out) {
  const Folder folder(parts_.folder);
  Prepared prepared = prepare(order.snapshot_id);
  // No photo is removed any more that the state to come may need.
  const auto photos_stay = photos::hold_photos(run_.settings().photos);
  bring_back_photos(prepared, prepared.manifest);

  const std::string note = "before going back to " + order.snapshot_id;
  db::SqliteConnection watch(live_path(), db::Access::read_only);
  const std::int64_t version = data_version(watch);
  const auto before = take_present(note);
  if (before) out.from_snapshot_id = before->id();
  out.present_damaged = !before;
  try {
    at_full_speed([&] {
      run_.progress().step(Step::switching);
      const auto began = std::chrono::steady_clock::now();
      const db::Database::Closed closed(parts_.live);
      if (!before) {
        keep_damaged_present();
      } else if (data_version(watch) != version) {
        // What was written since then is not in that snapshot, and has to be in one.
        out.from_snapshot_id = run_.take_in_a_hurry(Cause::before_rollback, note).id();
      }
      replace(prepared, order, out);
      out.writers_paused_ms =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)
              .count();
    });
  } catch (...) {
    if (before) run_.files().remove(before->id());
    if (before && out.from_snapshot_id != before->id()) run_.files().remove(*out.from_snapshot_id);
    out.from_snapshot_id.reset();
    throw;
  }
  // It is done; what follows only tidies up, and what it can't do is no reason to say otherwise.
  try {
    disk::write_whole(record_path(run_.settings()), record_json({out, std::nullopt}));
    parts_.live.checkpoint();
    if (before && out.from_snapshot_id != before->id()) {
      run_.files().remove(before->id());
      run_.verify(*out.from_snapshot_id);
    }
  } catch (const std::exception& error) {
    if (run_.settings().log) run_.settings().log(false, "a rollback left something to tidy up", error.what());
  }
}

void RollbackRun::replace(Prepared& prepared, const RollbackOrder& order, Rollback& out) {
  out.at = run_.now();
  const std::string epoch = core::new_public_id().substr(0, 8);
  carry_over(*prepared.state, out.at, out, [&](db::Tx& tx) {
    tx.run("UPDATE meta SET value = $1 WHERE name = 'epoch'", epoch);
    // Or the next start would take it for a file that somebody has put there, and begin anew once more.
    tx.run("INSERT INTO meta (name, value) VALUES ('start', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
           parts_.start);
    record(tx, order, out);
  });
  prepared.state.reset();
  Rollback interrupted = out;
  interrupted.fault = "the program ended in the middle of it";
  disk::write_whole(record_path(run_.settings()), record_json({interrupted, epoch}));
  run_.progress().step(Step::switching);
  parts_.live.replace_with((parts_.folder / "state" / "market.db").string(),
                           [this](std::int64_t done, std::int64_t total) {
                             run_.progress().require_going_on();
                             run_.progress().done(done, total);
                           });
}

}  // namespace snapshots
