#include "snapshots/snapshot_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <unordered_set>

#include "snapshots/disk.h"
#include "snapshots/manifest.h"
#include "snapshots/photo_pool.h"

namespace snapshots {
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t max_document_bytes = 1024 * 1024;

std::optional<std::string> structural_fault(const fs::path& root, const Manifest& manifest) {
  const disk::File database = disk::open_inside(root, fs::path(manifest.id) / "market.db");
  if (!database) return "missing-database";
  if (database.size() < manifest.database_bytes) return "truncated-database";
  if (database.size() > manifest.database_bytes) return "database-changed";
  if (!disk::open_inside(root, fs::path(manifest.id) / "photos.b2")) return "missing-photo-list";
  return std::nullopt;
}

Snapshot load(const fs::path& root, const std::string& id) {
  Snapshot snapshot;
  snapshot.manifest.id = id;
  snapshot.manifest.at = time_of(id);
  const fs::path folder(id);
  const disk::File file = disk::open_inside(root, folder / "manifest.json");
  const auto text = disk::read_small(file, max_document_bytes);
  auto manifest = text ? read_manifest(*text, id) : std::nullopt;
  if (!manifest) {
    snapshot.fault = file ? "unreadable-manifest" : "missing-manifest";
    return snapshot;
  }
  snapshot.manifest = std::move(*manifest);
  const auto verdict =
      disk::read_small(disk::open_inside(root, folder / "verified.json"), max_document_bytes);
  const auto verified = verdict ? read_verified(*verdict) : std::nullopt;
  if (verified) {
    snapshot.verified_at = verified->at;
    snapshot.fault = verified->fault;
  }
  if (auto fault = structural_fault(root, snapshot.manifest)) snapshot.fault = std::move(fault);
  return snapshot;
}

}  // namespace

fs::path SnapshotFiles::folder(std::string_view id) const {
  if (!is_snapshot_id(id)) throw std::invalid_argument("not a snapshot's id");
  return root_ / id;
}

fs::path SnapshotFiles::part(std::string_view id) const {
  fs::path path = folder(id);
  path += disk::unfinished;
  return path;
}

fs::path SnapshotFiles::database(std::string_view id) const {
  return folder(id) / "market.db";
}

std::vector<Snapshot> SnapshotFiles::list() const {
  std::vector<Snapshot> found;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(root_, missing)) {
    const std::string id = entry.path().filename().string();
    if (is_snapshot_id(id) && disk::is_folder(entry.path())) found.push_back(load(root_, id));
  }
  // By what the id says, which nothing in the folder can change; of one second by what the manifest says.
  const auto order = [](const Snapshot& snapshot) {
    return std::tuple(time_of(snapshot.id()), snapshot.manifest.at, std::string_view(snapshot.id()));
  };
  std::ranges::sort(found, std::ranges::greater(), order);
  return found;
}

std::optional<Snapshot> SnapshotFiles::find(std::string_view id) const {
  if (!is_snapshot_id(id) || !disk::is_folder(folder(id))) return std::nullopt;
  return load(root_, std::string(id));
}

std::optional<std::string> SnapshotFiles::plain_fault(std::string_view id) const {
  const disk::File file = disk::open_inside(root_, folder(id).filename() / "manifest.json");
  if (!file) return "missing-manifest";
  const auto text = disk::read_small(file, max_document_bytes);
  const auto manifest = text ? read_manifest(*text, id) : std::nullopt;
  return manifest ? structural_fault(root_, *manifest) : "unreadable-manifest";
}

bool SnapshotFiles::each_photo(const Manifest& manifest,
                               const std::function<void(const StoredPhoto&)>& use) const {
  const disk::File file = disk::open_inside(root_, fs::path(manifest.id) / "photos.b2");
  std::string sum;
  return file && read_photo_list(file, use, sum) && sum == manifest.photos_sum;
}

void SnapshotFiles::mark(std::string_view id, const std::optional<std::string>& fault,
                         core::Millis now) const {
  disk::write_whole(folder(id) / "verified.json", verified_json({now, fault}));
}

void SnapshotFiles::remove(std::string_view id) const {
  if (!disk::is_folder(folder(id))) return;
  // Under that name it is gone at once, whatever happens while its files are being removed.
  fs::remove_all(part(id));
  disk::move(folder(id), part(id));
  fs::remove_all(part(id));
}

void SnapshotFiles::clean() const {
  std::unordered_set<std::string> named;
  for (const auto& entry : fs::directory_iterator(root_)) {
    std::string id = entry.path().filename().string();
    if (id.ends_with(disk::unfinished) && is_snapshot_id(id.substr(0, id.size() - disk::unfinished.size()))) {
      fs::remove_all(entry.path());
    } else if (is_snapshot_id(id) && disk::is_folder(entry.path())) {
      const disk::File list = disk::open_inside(root_, fs::path(id) / "photos.b2");
      std::string sum;
      // A damaged list still names some. What it names no more cannot be told from it.
      if (list)
        read_photo_list(
            list, [&](const StoredPhoto& photo) { named.insert(photo.id); }, sum);
    }
  }
  PhotoPool(root_).keep_only(named);
}

std::shared_ptr<SnapshotFiles::Lock> SnapshotFiles::lock() const {
  std::error_code failed;
  fs::create_directories(root_, failed);
  if (failed) disk::fail(failed.value(), root_);
  const fs::path file = root_ / "lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640);
  if (fd < 0) disk::fail(errno, file);
  // The kernel gives it back however the process ends.
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return std::make_shared<Lock>(fd);
  const int error = errno;
  ::close(fd);
  if (error != EWOULDBLOCK) disk::fail(error, file);
  return nullptr;
}

SnapshotFiles::Lock::~Lock() {
  ::close(file_);
}

}  // namespace snapshots
