// Snapshots on disk:
//
//   <root>/<id>/market.db       the database, one file that any SQLite opens
//   <root>/<id>/photos.b2       every photo of it: `b2sum -l 256 --check <id>/photos.b2` in <root> checks
//   them <root>/<id>/manifest.json   all about it, and the checksums of the two <root>/<id>/verified.json
//   what the last look at it found <root>/photos/<2>/<id>/{thumb,card,full}.webp    the pool
//
// A snapshot is there whole or not at all: it is made as <id>.part and renamed once all of it is on disk.
// Everything in the directory may have been copied from anywhere: nothing of it is believed unread, no link
// is followed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "snapshots/snapshot.h"

namespace snapshots {

class SnapshotFiles {
 public:
  // Touches nothing yet: there may be no such directory until the first snapshot is taken.
  explicit SnapshotFiles(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  // Paths; `id` is a snapshot's id everywhere here, any other is a fault of ours: std::invalid_argument.
  std::filesystem::path folder(std::string_view id) const;
  std::filesystem::path part(std::string_view id) const;      // <id>.part
  std::filesystem::path database(std::string_view id) const;  // <id>/market.db
  std::filesystem::path pool() const { return root_ / "photos"; }

  // Newest first, damaged ones too. What is no snapshot is passed over.
  std::vector<Snapshot> list() const;
  std::optional<Snapshot> find(std::string_view id) const;

  // What is wrong with it as far as is seen without reading all of it, whatever the last look has found.
  std::optional<std::string> plain_fault(std::string_view id) const;

  // Reads the list of photos; false, and `use` may have been called, when it is missing, is no such list or
  // is not the one that the manifest tells of.
  bool each_photo(const Manifest& manifest, const std::function<void(const StoredPhoto&)>& use) const;

  // What a look at the snapshot has found.
  void mark(std::string_view id, const std::optional<std::string>& fault, core::Millis now) const;

  // Does nothing when there is none. Its photos stay in the pool until clean().
  void remove(std::string_view id) const;
  // Removes what a crash has left: *.part, and photos in the pool that no snapshot's list names, be it a
  // damaged one's. Only with the lock.
  void clean() const;

  // Held by whoever takes, verifies, removes or brings back a snapshot, of all processes: null when somebody
  // else holds it. Makes the directory. Throws std::system_error when that can't be used.
  class Lock;
  std::shared_ptr<Lock> lock() const;

 private:
  std::filesystem::path root_;
};

class SnapshotFiles::Lock {
 public:
  explicit Lock(int file) : file_(file) {}
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int file_;
};

}  // namespace snapshots
