#include "snapshots/snapshot_service.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "json/writer.h"
#include "snapshots/disk.h"
#include "snapshots/second_target.h"

namespace snapshots {

namespace {

core::Error running_already() {
  return core::conflict("snapshot-running",
                        "Another task is at work on the snapshots. Try again when it has ended.");
}

core::Error no_such_snapshot() {
  return core::not_found("There is no such snapshot.");
}

std::string details_json(const std::string& snapshot_id, std::string_view note) {
  json::Writer w;
  w.open().text("snapshot_id", snapshot_id);
  if (!note.empty()) w.text("note", note);
  return w.close().take();
}

constexpr admin::Subject subject{.kind = "snapshot", .id = 0, .about = {}};

}  // namespace

SnapshotService::Claim::~Claim() {
  lock.reset();
  // Both at once: whoever sees that nothing runs can begin.
  const std::lock_guard guard(service.mutex_);
  service.progress_.end();
  service.claimed_ = false;
}

SnapshotService::SnapshotService(db::Database& database, const core::Clock& clock, const admin::Desk& desk,
                                 Settings settings)
    : database_(database),
      clock_(clock),
      desk_(desk),
      settings_(std::move(settings)),
      files_(settings_.directory),
      thread_([this] { work(); }) {
  pthread_setname_np(thread_.native_handle(), "snapshots");
}

SnapshotService::~SnapshotService() {
  stop();
}

void SnapshotService::start() {
  {
    const std::lock_guard lock(mutex_);
    started_at_ = clock_.now();
  }
  changed_.notify_all();
}

void SnapshotService::ask_to_stop() {
  progress_.stop();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void SnapshotService::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
  std::deque<Job> never_begun;
  {
    const std::lock_guard lock(mutex_);
    never_begun.swap(jobs_);
  }
  // Their claims take the mutex when they end.
}

std::shared_ptr<SnapshotService::Claim> SnapshotService::claim(Task task, const std::string& snapshot_id,
                                                               bool shown) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) throw core::busy();
    if (claimed_) throw running_already();
    claimed_ = true;
  }
  // From here on it gives the claim back itself, however this ends.
  auto made = std::make_shared<Claim>(*this);
  made->lock = files_.lock();
  if (!made->lock) throw running_already();
  if (shown) progress_.begin(task, snapshot_id, clock_.now());
  return made;
}

Running SnapshotService::begin(db::Tx& tx, Task task, const std::string& snapshot_id,
                               std::function<void(Run&)> work) {
  auto claimed = claim(task, snapshot_id);
  Running running = *progress_.now();
  tx.after_commit([this, job = Job{std::move(claimed), std::move(work)}] {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(job);
    }
    changed_.notify_all();
  });
  return running;
}

Running SnapshotService::take(const admin::Actor& actor, const std::string& note) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::admin);
    const std::string id = new_snapshot_id(clock_.now());
    desk_.record(tx, actor, "snapshot.take", subject, details_json(id, note));
    return begin(tx, Task::snapshot, id, [this, id, note](Run& run) {
      run.take(Cause::manual, note, id);
      settle(run);
    });
  });
}

Running SnapshotService::verify(const admin::Actor& actor, const std::string& id) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::admin);
    if (!files_.find(id)) throw no_such_snapshot();
    return begin(tx, Task::verify, id, [this, id](Run& run) {
      const auto fault = run.verify(id);
      if (fault && settings_.log) settings_.log(false, "a snapshot is damaged", id + ": " + *fault);
    });
  });
}

void SnapshotService::remove(const admin::Actor& actor, const std::string& id) {
  database_.read([&](db::Tx& tx) { desk_.require(tx, actor, http::Access::admin); });
  auto claimed = claim(Task::snapshot, id, false);
  if (!files_.find(id)) throw no_such_snapshot();
  files_.remove(id);
  files_.clean();
  look_at_all(files_.list());
  if (!settings_.copy_directory.empty()) {
    // The second target's without the caller: it may take its time.
    const std::lock_guard lock(mutex_);
    removed_.push_back(id);
  }
  changed_.notify_all();
  claimed.reset();
  // Afterwards, as on a full disk it is what makes room for this.
  database_.write(
      [&](db::Tx& tx) { desk_.record(tx, actor, "snapshot.remove", subject, details_json(id, "")); });
}

Overview SnapshotService::overview() const {
  Overview out;
  const core::Millis now = clock_.now();
  // Before the list: what is not running any more is in it.
  out.running = progress_.now();
  const auto snapshots = files_.list();
  const auto verdicts = retention(snapshots, settings_.keep, now);
  for (std::size_t i = 0; i < snapshots.size(); ++i) out.items.push_back(kept(snapshots[i], verdicts[i]));
  const auto free = disk::free_bytes(settings_.directory);
  out.targets.push_back({"main", free, free || snapshots.empty()});
  if (settings_.interval > 0) out.next_at = due(snapshots, now);
  const std::lock_guard lock(mutex_);
  out.last_failure = last_failure_;
  if (!started_at_) out.next_at.reset();
  if (!settings_.copy_directory.empty())
    out.targets.push_back({"copy", second_.free_bytes, !second_.fault.has_value()});
  return out;
}

Kept SnapshotService::find(const std::string& id) const {
  const auto snapshots = files_.list();
  const auto found = std::ranges::find(snapshots, id, &Snapshot::id);
  if (found == snapshots.end()) throw no_such_snapshot();
  const auto verdicts = retention(snapshots, settings_.keep, clock_.now());
  return kept(*found, verdicts[static_cast<std::size_t>(found - snapshots.begin())]);
}

Kept SnapshotService::kept(const Snapshot& snapshot, const Verdict& verdict) const {
  Kept out{snapshot, verdict.as, {}};
  if (settings_.copy_directory.empty()) return out;
  const std::lock_guard lock(mutex_);
  const auto copy = second_.snapshots.find(snapshot.id());
  out.copies.push_back({"copy", copy != second_.snapshots.end() && copy->second});
  return out;
}

Since SnapshotService::since(const Manifest& manifest) const {
  return database_.read([&](db::Tx& tx) {
    // Ids grow with time: from the newest back to the first that was there already.
    const auto by_id = [&](const std::string& table, const std::string& time) {
      return db::first_integer(tx.query("SELECT count(*) FROM " + table +
                                            " WHERE id > coalesce((SELECT id FROM " + table + " WHERE " +
                                            time + " <= $1 ORDER BY id DESC LIMIT 1), 0)",
                                        manifest.at));
    };
    const auto by_time = [&](const std::string& table) {
      return db::first_integer(
          tx.query("SELECT count(*) FROM " + table + " WHERE created_at > $1", manifest.at));
    };
    return Since{by_id("users", "created_at"), by_id("posts", "created_at"), by_id("messages", "sent_at"),
                 by_id("deals", "created_at"), by_time("reviews"),           by_time("photos")};
  });
}

Figures SnapshotService::figures() const {
  const std::lock_guard lock(mutex_);
  return figures_;
}

void SnapshotService::look_at_all(const std::vector<Snapshot>& snapshots) {
  Figures found;
  for (const auto& snapshot : snapshots) {
    if (snapshot.complete() && !found.newest_at) found.newest_at = snapshot.manifest.at;
    found.bytes += snapshot.manifest.database_bytes;
  }
  if (!snapshots.empty())
    found.bytes += std::ranges::max(snapshots, {}, [](const auto& s) {
                     return s.manifest.photo_bytes;
                   }).manifest.photo_bytes;
  found.count = static_cast<std::int64_t>(snapshots.size());
  const std::lock_guard lock(mutex_);
  found.failures = figures_.failures;
  figures_ = found;
}

}  // namespace snapshots
