#include "snapshots/second_target.h"

#include <fcntl.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <vector>

#include "core/error.h"
#include "core/token.h"
#include "snapshots/disk.h"
#include "snapshots/manifest.h"
#include "snapshots/photo_pool.h"

namespace snapshots {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view name_file = "second-target";

std::optional<std::string> name_in(const fs::path& directory) {
  return disk::read_small(disk::open_inside(directory, name_file), 100);
}

// From the disk, and not from what was just written and is still in memory.
std::string sum_on_disk(const fs::path& folder, const char* file_name) {
  const disk::File file = disk::open_inside(folder, file_name);
  (void)::posix_fadvise(file.fd(), 0, 0, POSIX_FADV_DONTNEED);
  disk::Sum sum;
  if (!disk::each_block(file, [&sum](std::string_view block) { sum.add(block); })) return {};
  return sum.take();
}

}  // namespace

std::optional<std::string> SecondTarget::fault() const {
  std::error_code failed;
  if (!fs::is_directory(second_.root(), failed)) return "The second target is not there. Is it mounted?";
  if (fs::equivalent(first_.root(), second_.root(), failed) && !failed)
    return "The second target is the directory of the snapshots itself.";
  const auto here = name_in(first_.root());
  const auto there = name_in(second_.root());
  if (here && here != there)
    return "The second target is not the one that was used before. Is it mounted? (To begin with another "
           "one, remove the file second-target from the directory of the snapshots.)";
  return std::nullopt;
}

std::optional<std::string> SecondTarget::bring_up_to_date(Progress& progress, const Keep& keep,
                                                          core::Millis now) const {
  if (auto why = fault()) return why;
  try {
    const auto lock = second_.lock();
    if (!lock) return "Another task is at work on the second target.";
    if (!name_in(first_.root())) {
      const std::string name = name_in(second_.root()).value_or(core::new_public_id());
      disk::write_whole(second_.root() / name_file, name);
      disk::write_whole(first_.root() / name_file, name);
    }
    // As it will be with all that the first one has: what would have to go again is not copied.
    std::vector<Snapshot> all = first_.list();
    std::erase_if(all, [](const Snapshot& snapshot) { return !snapshot.complete(); });
    const std::size_t from_first = all.size();
    std::vector<std::string> there;
    for (auto& snapshot : second_.list()) {
      const bool same = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(from_first),
                                    [&](const Snapshot& other) { return other.id() == snapshot.id(); });
      if (same && !snapshot.complete()) {
        second_.remove(snapshot.id());
      } else {
        there.push_back(snapshot.id());
        if (!same) all.push_back(std::move(snapshot));
      }
    }
    std::ranges::sort(all, std::ranges::greater(), &Snapshot::id);
    const auto verdicts = retention(all, keep, now);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool copied = std::ranges::find(there, all[i].id()) != there.end();
      if (verdicts[i].keep && !copied) copy(all[i].manifest, progress);
      if (!verdicts[i].keep && copied) second_.remove(all[i].id());
    }
    second_.clean();
    return std::nullopt;
  } catch (const Stopped&) {
    throw;
  } catch (const std::exception& error) {
    return "The second target could not be brought up to date: " + sentence(error);
  }
}

void SecondTarget::copy(const Manifest& manifest, Progress& progress) const {
  const fs::path part = second_.part(manifest.id);
  const auto free = disk::free_bytes(second_.root());
  if (free && *free < manifest.database_bytes + disk::reserve_bytes) disk::fail(ENOSPC, part);
  fs::remove_all(part);
  try {
    disk::make_folder(part);
    copy_photos(manifest, progress);
    progress.step(Step::copying, manifest.database_bytes);
    const fs::path folder(manifest.id);
    disk::copy(disk::open_inside(first_.root(), folder / "market.db"), part / "market.db",
               [&](std::int64_t bytes) { progress.advance(bytes); });
    disk::copy(disk::open_inside(first_.root(), folder / "photos.b2"), part / "photos.b2",
               [](std::int64_t) {});
    if (sum_on_disk(part, "market.db") != manifest.database_sum ||
        sum_on_disk(part, "photos.b2") != manifest.photos_sum)
      throw std::runtime_error("what was written is not what is read, in " + manifest.id);
    disk::write_whole(part / "manifest.json", manifest_json(manifest));
    disk::sync_folder(part);
    disk::move(part, second_.folder(manifest.id));
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    throw;
  }
}

void SecondTarget::copy_photos(const Manifest& manifest, Progress& progress) const {
  progress.step(Step::copying, manifest.counts.photos);
  const PhotoPool from(first_.root());
  PhotoPool to(second_.root());
  const bool listed = first_.each_photo(manifest, [&](const StoredPhoto& photo) {
    progress.advance();
    if (!to.has(photo.id) && !to.copy(photo, from))
      throw std::runtime_error("a photo of " + manifest.id + " is missing or has changed");
  });
  to.sync();
  if (!listed) throw std::runtime_error("the list of the photos of " + manifest.id + " has changed");
}

void SecondTarget::remove(std::string_view id) const {
  if (fault()) return;
  if (const auto lock = second_.lock()) {
    second_.remove(id);
    second_.clean();
  }
}

std::map<std::string, bool> SecondTarget::snapshots() const {
  std::map<std::string, bool> found;
  if (fault()) return found;
  for (const auto& snapshot : second_.list()) found[snapshot.id()] = snapshot.complete();
  return found;
}

std::optional<std::int64_t> SecondTarget::free_bytes() const {
  return fault() ? std::nullopt : disk::free_bytes(second_.root());
}

}  // namespace snapshots
