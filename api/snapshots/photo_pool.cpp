#include "snapshots/photo_pool.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "core/token.h"
#include "snapshots/disk.h"
#include "snapshots/manifest.h"

namespace snapshots {
namespace fs = std::filesystem;

namespace {

// "ab/abcd…/thumb.webp": below the pool as below the market's folder.
fs::path place(std::string_view id, std::string_view size) {
  if (!core::is_public_id(id)) throw std::invalid_argument("not a photo's id");
  return photo_path(id, size).lexically_relative("photos");
}

bool whole_in(const fs::path& folder, std::string_view id) {
  return std::ranges::all_of(photo_sizes, [&](std::string_view size) {
    return disk::open_inside(folder, place(id, size)).size() > 0;
  });
}

std::optional<StoredPhoto> sums_in(const fs::path& folder, std::string_view id) {
  StoredPhoto photo{std::string(id), {}, {}, {}};
  std::string* const sums[] = {&photo.thumb, &photo.card, &photo.full};
  for (std::size_t i = 0; i < 3; ++i) {
    const disk::File file = disk::open_inside(folder, place(id, photo_sizes[i]));
    disk::Sum sum;
    if (!file || !disk::each_block(file, [&sum](std::string_view block) { sum.add(block); }))
      return std::nullopt;
    *sums[i] = sum.take();
  }
  return photo;
}

// A link where that can be; where it can't (another file system, or one without links) a copy.
void link_or_copy(const fs::path& from_folder, const fs::path& relative, const fs::path& to) {
  if (::link((from_folder / relative).c_str(), to.c_str()) == 0) return;
  disk::copy(disk::open_inside(from_folder, relative), to, [](std::int64_t) {});
}

void sync_all(const fs::path& folder) {
  for (const std::string_view size : photo_sizes) disk::sync_file(folder / (std::string(size) + ".webp"));
  disk::sync_folder(folder);
}

}  // namespace

fs::path PhotoPool::folder(std::string_view id) const {
  return root_ / "photos" / place(id, "thumb").parent_path();
}

bool PhotoPool::has(std::string_view id) const {
  return whole_in(root_ / "photos", id);
}

std::int64_t PhotoPool::bytes(std::string_view id) const {
  std::int64_t all = 0;
  for (const std::string_view size : photo_sizes) {
    all += disk::open_inside(root_ / "photos", place(id, size)).size();
  }
  return all;
}

std::optional<StoredPhoto> PhotoPool::sums(std::string_view id) const {
  return sums_in(root_ / "photos", id);
}

bool PhotoPool::outlives(const StoredPhoto& photo, const fs::path& photos) const {
  const auto is = [&photo](const std::optional<StoredPhoto>& sums) {
    return sums && photo_lines(*sums) == photo_lines(photo);
  };
  return !is(sums_in(photos, photo.id)) && is(sums(photo.id));
}

bool PhotoPool::like(std::string_view id, const fs::path& photos) const {
  return std::ranges::all_of(photo_sizes, [&](std::string_view size) {
    struct stat here {};
    struct stat there {};
    const disk::File file = disk::open_inside(root_ / "photos", place(id, size));
    const disk::File original = disk::open_inside(photos, place(id, size));
    if (!file || ::fstat(file.fd(), &here) != 0) return false;
    // One that the market has lost meanwhile: the pool's is the only one.
    if (!original || ::fstat(original.fd(), &there) != 0) return true;
    return here.st_dev == there.st_dev ? here.st_ino == there.st_ino : here.st_size == there.st_size;
  });
}

void PhotoPool::make(std::string_view id, const std::function<void(const fs::path& part)>& fill) {
  const fs::path whole = folder(id);
  fs::path part = whole;
  part += disk::unfinished;
  const fs::path pool = root_ / "photos";
  disk::make_folder(pool);
  const fs::path shard = whole.parent_path();
  if (!disk::is_folder(shard)) {
    fs::create_directory(shard);
    if (!disk::is_folder(shard)) disk::fail(ENOTDIR, shard);  // a link to one
    unsynced_.insert(pool);
  }
  fs::remove_all(part);
  try {
    fs::create_directory(part);
    fill(part);
    fs::remove_all(whole);  // what is there is not whole
    fs::rename(part, whole);
    unsynced_.insert({whole, shard});
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    throw;
  }
}

bool PhotoPool::add(std::string_view id, const fs::path& photos) {
  if (!whole_in(photos, id)) return false;
  make(id, [&](const fs::path& part) {
    for (const std::string_view size : photo_sizes) {
      link_or_copy(photos, place(id, size), part / (std::string(size) + ".webp"));
    }
  });
  return true;
}

bool PhotoPool::copy(const StoredPhoto& photo, const PhotoPool& from) {
  if (!from.has(photo.id)) return false;
  bool same = true;
  make(photo.id, [&](const fs::path& part) {
    const std::string* const sums[] = {&photo.thumb, &photo.card, &photo.full};
    for (std::size_t i = 0; i < 3; ++i) {
      const disk::File original = disk::open_inside(from.root_ / "photos", place(photo.id, photo_sizes[i]));
      same = disk::copy(original, part / (std::string(photo_sizes[i]) + ".webp"), [](std::int64_t) {}) ==
                 *sums[i] &&
             same;
    }
  });
  if (!same) remove(photo.id);
  return same;
}

void PhotoPool::sync() {
  for (const fs::path& folder : unsynced_) {
    if (disk::is_folder(folder)) disk::sync_folder(folder);
  }
  unsynced_.clear();
}

bool PhotoPool::put_back(std::string_view id, const fs::path& photos) const {
  if (whole_in(photos, id)) return true;
  if (!has(id)) return false;
  const fs::path whole = photos / place(id, "thumb").parent_path();
  fs::path part = whole;
  part += disk::unfinished;
  disk::make_folder(photos);
  disk::make_folder(whole.parent_path());
  fs::remove_all(part);
  disk::make_folder(part);
  for (const std::string_view size : photo_sizes) {
    link_or_copy(root_ / "photos", place(id, size), part / (std::string(size) + ".webp"));
  }
  sync_all(part);
  fs::remove_all(whole);
  disk::move(part, whole);
  return true;
}

void PhotoPool::remove(std::string_view id) const {
  fs::remove_all(folder(id));
}

void PhotoPool::keep_only(const std::unordered_set<std::string>& ids) const {
  const fs::path pool = root_ / "photos";
  if (!disk::is_folder(pool)) return;
  for (const auto& shard : fs::directory_iterator(pool)) {
    if (!disk::is_folder(shard.path())) continue;
    for (const auto& entry : fs::directory_iterator(shard.path())) {
      std::string id = entry.path().filename().string();
      const bool part = id.ends_with(disk::unfinished);
      if (part) id.resize(id.size() - disk::unfinished.size());
      if (core::is_public_id(id) && (part || !ids.contains(id))) fs::remove_all(entry.path());
    }
  }
}

}  // namespace snapshots
