// A snapshot: the market as it was at one time, its database and its photos, in files of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace snapshots {

enum class Cause { scheduled, manual, before_rollback, before_migration };

// "before-rollback", as in the API and in manifests.
std::string_view name(Cause cause);
std::optional<Cause> cause_named(std::string_view name);

constexpr std::size_t max_note = 200;  // characters

// "20260302T093000-k3f9ax": when it was taken (UTC) and a random rest, so that ids sort by time and are safe
// as a folder's name. Nothing else ever becomes part of a path.
std::string new_snapshot_id(core::Millis now);
bool is_snapshot_id(std::string_view text);
// When a snapshot of that id was taken, to the second; 0 for what is no id.
core::Millis time_of(std::string_view id);

struct Counts {
  std::int64_t users = 0;
  std::int64_t posts = 0;
  std::int64_t messages = 0;
  std::int64_t deals = 0;
  std::int64_t photos = 0;
};

// What is written once, when the snapshot is taken: <id>/manifest.json.
struct Manifest {
  std::string id;
  core::Millis at = 0;  // of the state that it holds
  Cause cause = Cause::manual;
  std::string note;
  int schema_version = 0;
  std::string program_version;
  std::string epoch;  // of the event cursors given out then
  Counts counts;
  std::int64_t database_bytes = 0;
  std::string database_sum;  // BLAKE2b, 64 digits of lower-case hexadecimal
  std::int64_t photo_bytes = 0;
  std::int64_t new_photo_bytes = 0;  // of photos that no snapshot before had
  std::string photos_sum;            // of the list of photos beside the manifest
  // Photos that the database names and whose files the market itself had lost before: the snapshot is whole
  // without them.
  std::vector<std::string> lost_photos;
  // What broke the market's own rules then, in sentences: a fault of the market's, not of the snapshot's.
  std::vector<std::string> findings;
};

constexpr std::size_t max_lost_photos = 100;  // more are a folder that is not mounted
constexpr std::size_t max_findings = 20;

// A photo in the pool that all snapshots of a directory share.
struct StoredPhoto {
  std::string id;
  std::string thumb, card, full;  // their BLAKE2b, 64 digits each
};

struct Snapshot {
  Manifest manifest;  // of one that can't be read only the id and the time are known
  // Why it must not be brought back: "truncated-database", "database-changed", "database-damaged",
  // "missing-database", "missing-photo", "photo-changed", "missing-manifest", "unreadable-manifest",
  // "missing-photo-list", "photo-list-changed", "unknown-files".
  std::optional<std::string> fault;
  std::optional<core::Millis> verified_at;  // the last time that every byte of it was looked at

  const std::string& id() const { return manifest.id; }
  bool complete() const { return !fault; }
};

}  // namespace snapshots
