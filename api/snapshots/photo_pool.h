// The photos of all snapshots of a directory, each once: a photo never changes, so that a snapshot adds only
// those that no snapshot before it had.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "snapshots/snapshot.h"

namespace snapshots {

class PhotoPool {
 public:
  // <root>/photos; `id` is a public id everywhere here.
  explicit PhotoPool(std::filesystem::path root) : root_(std::move(root)) {}

  // All its sizes are there.
  bool has(std::string_view id) const;
  // The bytes of all its sizes; 0 when it is not there.
  std::int64_t bytes(std::string_view id) const;
  // Its checksums; nothing when it is not whole.
  std::optional<StoredPhoto> sums(std::string_view id) const;
  // It is there, and the same file as in `photos` (the market's folder), or one of the same size if that is
  // on another file system.
  bool like(std::string_view id, const std::filesystem::path& photos) const;

  // It is what it was, by its checksums, and the market's is not, which was cut short or spoilt since.
  bool outlives(const StoredPhoto& photo, const std::filesystem::path& photos) const;

  // From the market's folder: by links where both are on one file system, which costs no room, otherwise by a
  // copy. False when it is not there as a whole. Throws 507.
  bool add(std::string_view id, const std::filesystem::path& photos);
  // From another pool, by a copy whose checksums have to be those. False when they are not.
  bool copy(const StoredPhoto& photo, const PhotoPool& from);
  // What was added is on disk on return: a snapshot may name it from then on. For each photo by itself this
  // would take far longer than all the rest.
  void sync();
  // Into the market's folder, unless it is there; false when it is not in the pool.
  bool put_back(std::string_view id, const std::filesystem::path& photos) const;

  void remove(std::string_view id) const;
  // Removes all others, and what a crash has left of any. What is no photo stays.
  void keep_only(const std::unordered_set<std::string>& ids) const;

 private:
  std::filesystem::path folder(std::string_view id) const;
  void make(std::string_view id, const std::function<void(const std::filesystem::path& part)>& fill);

  std::filesystem::path root_;
  std::set<std::filesystem::path> unsynced_;  // folders
};

}  // namespace snapshots
