#include "snapshots/snapshot_run.h"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/text.h"
#include "db/database.h"
#include "db/sqlite_backup.h"
#include "photos/photo_files.h"
#include "snapshots/copied_database.h"
#include "snapshots/disk.h"
#include "snapshots/manifest.h"
#include "snapshots/photo_pool.h"
#include "snapshots/second_target.h"

namespace snapshots {
namespace fs = std::filesystem;

namespace {

std::string sum_of(const disk::File& file, Progress& progress) {
  disk::Sum sum;
  const bool read = disk::each_block(file, [&](std::string_view block) {
    sum.add(block);
    progress.advance(static_cast<std::int64_t>(block.size()));
  });
  if (!read) throw std::runtime_error("the copy of the database can't be read");
  return sum.take();
}

// As a manifest takes them: a few, each once, lines of a bounded length.
std::vector<std::string> as_told(std::vector<std::string> findings) {
  constexpr std::size_t max_bytes = 500;
  std::vector<std::string> out;
  for (std::string& finding : findings) {
    std::ranges::replace_if(
        finding, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    finding = core::trimmed(core::shortened(finding, max_bytes));
    if (finding.empty() || std::ranges::find(out, finding) != out.end()) continue;
    out.push_back(std::move(finding));
    if (out.size() == max_findings) break;
  }
  return out;
}

std::string without_ending(std::string id, std::string_view ending) {
  if (id.ends_with(ending)) id.resize(id.size() - ending.size());
  return id;
}

bool only_known_files(const fs::path& folder) {
  const auto known = {"market.db", "photos.b2", "manifest.json", "verified.json"};
  return std::ranges::all_of(fs::directory_iterator(folder), [&](const fs::directory_entry& entry) {
    // An unfinished verified.json is what a crash leaves.
    const std::string name = without_ending(entry.path().filename().string(), ".part");
    return std::ranges::find(known, name) != known.end();
  });
}

}  // namespace

Run::Run(const Settings& settings, const core::Clock& clock, Progress& progress,
         std::shared_ptr<SnapshotFiles::Lock> lock)
    : settings_(settings),
      clock_(clock),
      progress_(progress),
      lock_(std::move(lock)),
      files_(settings.directory) {}

void Run::require_room(std::int64_t bytes) const {
  const auto free = disk::free_bytes(settings_.directory);
  if (!free || *free >= bytes + disk::reserve_bytes) return;
  throw core::Error(507, "disk-full",
                    "A snapshot needs " + std::to_string((bytes + disk::reserve_bytes) >> 20) + " MiB, and " +
                        std::to_string(*free >> 20) + " are free.");
}

Snapshot Run::take(Cause cause, const std::string& note, const std::optional<std::string>& id) {
  return take(cause, note, id ? *id : new_snapshot_id(clock_.now()), false);
}

Snapshot Run::take_in_a_hurry(Cause cause, const std::string& note) {
  return take(cause, note, new_snapshot_id(clock_.now()), true);
}

Snapshot Run::take(Cause cause, const std::string& note, const std::string& id, bool hurry) {
  Manifest manifest;
  manifest.id = id;
  manifest.cause = cause;
  manifest.note = core::nfc(note).value_or(std::string(1, '\0'));
  if (core::characters(manifest.note) > max_note || core::has_control(manifest.note, false)) {
    throw core::invalid_field("/note", "invalid-format",
                              "A note is a line of at most " + std::to_string(max_note) + " characters.");
  }
  manifest.program_version = settings_.program_version;
  const fs::path part = files_.part(manifest.id);
  std::vector<std::string> added;  // to the pool
  try {
    // From before the database is read until its photos are in the pool no photo is removed, so that none
    // that it names can be missed.
    const auto photos_stay = photos::hold_photos(settings_.photos);
    copy_database(manifest, part, hurry);
    collect_photos(manifest, part, added);
    complete(manifest, part);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    for (const auto& photo : added) PhotoPool(files_.root()).remove(photo);
    throw;
  }
  if (settings_.log) settings_.log(true, "snapshot taken", manifest.id);
  return files_.find(manifest.id).value();
}

void Run::copy_database(Manifest& manifest, const fs::path& part, bool hurry) {
  const std::string source = settings_.database.string();
  const std::string target = (part / "market.db").string();
  progress_.step(Step::database);
  require_room(db::database_bytes(source));
  fs::remove_all(part);
  disk::make_folder(part);
  manifest.at = clock_.now();
  const db::BackupPace pace = hurry ? db::at_full_speed : db::BackupPace();
  db::copy_database(source, target, pace, [this](std::int64_t done, std::int64_t total) {
    progress_.done(done, total);
    require_room(0);
  });
  const auto stop = [this] { return progress_.stopping(); };
  progress_.step(Step::checking, db::database_bytes(target));
  const std::string damaged = hurry ? std::string() : damage(target, stop);
  if (!damaged.empty()) throw db::Damaged("the copy of the database is damaged: " + damaged);
  describe(target, manifest);
  mark_as_copy(target);
  const disk::File file = disk::open_inside(part, "market.db");
  manifest.database_bytes = file.size();
  manifest.database_sum = sum_of(file, progress_);
  if (!settings_.check || hurry) return;
  try {
    manifest.findings = settings_.check(target, stop);
  } catch (const std::exception&) {
    progress_.require_going_on();
    throw;
  }
  manifest.findings = as_told(std::move(manifest.findings));
  for (const auto& finding : manifest.findings) {
    if (settings_.log) settings_.log(false, "the data break a rule of the market", finding);
  }
}

void Run::collect_photos(Manifest& manifest, const fs::path& part, std::vector<std::string>& added) {
  PhotoPool pool(files_.root());
  const auto ids = photo_ids((part / "market.db").string());
  progress_.step(Step::photos, static_cast<std::int64_t>(ids.size()));
  // What the last whole one says of photos that it shares with this one: they need not be read again.
  std::unordered_map<std::string, StoredPhoto> known;
  const auto all = files_.list();
  const auto last = std::ranges::find_if(all, &Snapshot::complete);
  if (last != all.end() && !files_.each_photo(last->manifest, [&](const StoredPhoto& photo) {
        if (ids.contains(photo.id)) known.emplace(photo.id, photo);
      }))
    known.clear();

  std::string list;
  for (const auto& id : ids) {
    const auto before = known.find(id);
    std::optional<StoredPhoto> photo;
    const bool pooled = pool.has(id);
    if (before != known.end() && pooled && pool.like(id, settings_.photos)) {
      photo = before->second;
    } else if (before != known.end() && pooled && pool.outlives(before->second, settings_.photos)) {
      // The snapshots before this one have no other, and neither has whoever brings the market's back.
      photo = before->second;
      if (settings_.log) settings_.log(false, "a photo is no longer what it was: it is kept as it was", id);
    } else {
      if (pool.add(id, settings_.photos)) {
        if (!pooled) added.push_back(id);
        if (!pooled) manifest.new_photo_bytes += pool.bytes(id);
      }
      photo = pool.sums(id);
      if (added.size() % 100 == 1) require_room(0);
    }
    if (photo) {
      list += photo_lines(*photo);
      manifest.photo_bytes += pool.bytes(id);
    } else {
      manifest.lost_photos.push_back(id);
    }
    if (manifest.lost_photos.size() > max_lost_photos)
      throw std::runtime_error("the files of more than " + std::to_string(max_lost_photos) +
                               " photos are missing: is the folder of the photos all there?");
    progress_.advance();
  }
  pool.sync();
  disk::write_whole(part / "photos.b2", list);
  disk::Sum sum;
  sum.add(list);
  manifest.photos_sum = sum.take();
}

void Run::complete(const Manifest& manifest, const fs::path& part) {
  progress_.require_going_on();
  const std::string json = manifest_json(manifest);
  if (!read_manifest(json, manifest.id)) throw std::logic_error("a manifest that can't be read again");
  disk::write_whole(part / "manifest.json", json);
  disk::write_whole(part / "verified.json", verified_json({clock_.now(), std::nullopt}));
  disk::sync_folder(part);
  disk::move(part, files_.folder(manifest.id));
}

std::optional<std::string> Run::verify(const std::string& id) {
  const auto found = files_.find(id);
  if (!found) throw core::not_found("There is no such snapshot.");
  auto fault = fault_of(*found);
  files_.mark(id, fault, clock_.now());
  return fault;
}

// In the order in which one thing can be believed because of the one before.
std::optional<std::string> Run::fault_of(const Snapshot& snapshot) {
  const std::string& id = snapshot.id();
  const Manifest& manifest = snapshot.manifest;
  if (!only_known_files(files_.folder(id))) return "unknown-files";
  if (auto fault = files_.plain_fault(id)) return fault;
  const disk::File database = disk::open_inside(files_.root(), fs::path(id) / "market.db");
  progress_.step(Step::checking, database.size());
  if (sum_of(database, progress_) != manifest.database_sum) return "database-changed";
  const std::string path = files_.database(id).string();
  if (!damage(path, [this] { return progress_.stopping(); }).empty()) return "database-damaged";

  const PhotoPool pool(files_.root());
  std::unordered_set<std::string> missing;
  try {
    missing = photo_ids(path);
  } catch (const std::exception&) {
    return "database-damaged";
  }
  progress_.step(Step::photos, static_cast<std::int64_t>(missing.size()));
  std::optional<std::string> fault;
  const bool listed = files_.each_photo(manifest, [&](const StoredPhoto& photo) {
    progress_.advance();
    missing.erase(photo.id);
    if (fault) return;
    const auto sums = pool.sums(photo.id);
    if (!sums) {
      fault = "missing-photo";
    } else if (photo_lines(*sums) != photo_lines(photo)) {
      fault = "photo-changed";
    }
  });
  if (!listed) return "photo-list-changed";
  for (const auto& lost : manifest.lost_photos) missing.erase(lost);
  return fault ? fault : missing.empty() ? std::nullopt : std::optional<std::string>("missing-photo");
}

void Run::remove(const std::string& id) {
  if (!files_.find(id)) throw core::not_found("There is no such snapshot.");
  files_.remove(id);
  files_.clean();
  if (!settings_.copy_directory.empty()) SecondTarget(files_, settings_.copy_directory).remove(id);
}

void Run::restore_photos(const Manifest& manifest) {
  const PhotoPool pool(files_.root());
  progress_.step(Step::photos, manifest.counts.photos);
  bool whole = true;
  const bool listed = files_.each_photo(manifest, [&](const StoredPhoto& photo) {
    whole = pool.put_back(photo.id, settings_.photos) && whole;
    progress_.advance();
  });
  if (!listed || !whole) throw std::runtime_error("photos of the snapshot are missing");
}

std::optional<std::string> Run::settle() {
  const auto snapshots = files_.list();
  const auto verdicts = retention(snapshots, settings_.keep, clock_.now());
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    progress_.require_going_on();
    if (!verdicts[i].keep) files_.remove(snapshots[i].id());
  }
  files_.clean();
  if (settings_.copy_directory.empty()) return std::nullopt;
  return SecondTarget(files_, settings_.copy_directory)
      .bring_up_to_date(progress_, settings_.keep, clock_.now());
}

void run_alone(const Settings& settings, const core::Clock& clock, Task task, const std::string& snapshot_id,
               const std::function<void(Run&)>& work) {
  auto lock = SnapshotFiles(settings.directory).lock();
  if (!lock)
    throw core::conflict("snapshot-running", "Another task is at work on the snapshots. Try again later.");
  Progress progress;
  progress.begin(task, snapshot_id, clock.now());
  Run run(settings, clock, progress, std::move(lock));
  work(run);
}

}  // namespace snapshots
