#include "photos/photo_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/token.h"

namespace photos {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view unfinished = ".part";  // behind the id, until the photo is whole

[[noreturn]] void fail(int error) {
  // No file descriptor is left: others will be given back.
  if (error == EMFILE || error == ENFILE) throw core::busy();
  // A quota and a limit on file sizes are a full disk by another name.
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    throw core::Error(507, "disk-full", "There is no room left for photos. Please try again later.");
  if (error == EROFS || error == EIO || error == EACCES || error == EPERM) {
    throw core::Error(503, "storage-failing", "The server's disk fails right now. Nothing was changed.")
        .with_header("Retry-After", "10");
  }
  throw std::system_error(error, std::generic_category(), "photo file");
}

class File {
 public:
  File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_;
};

void write_file(const fs::path& path, std::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open()) fail(errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.fd(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.fd()) != 0) fail(errno);
}

// A name in a folder is durable once the folder is.
void sync_folder(const fs::path& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.fd()) != 0) fail(errno);
}

void make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0750) == 0) return sync_folder(path.parent_path());
  if (errno != EEXIST) fail(errno);
}

const char* file_name(PhotoSize size) {
  switch (size) {
    case PhotoSize::thumb:
      return "thumb.webp";
    case PhotoSize::card:
      return "card.webp";
    case PhotoSize::full:
      break;
  }
  return "full.webp";
}

// No path is ever made from anything else.
void require_id(std::string_view id) {
  if (!core::is_public_id(id)) throw std::invalid_argument("not a photo's id");
}

// The kernel gives a lock back however its process ends.
std::shared_ptr<void> locked(const fs::path& root, int how) {
  auto file = std::make_shared<File>(root.string() + ".lock", O_RDWR | O_CREAT | O_NOFOLLOW);
  if (!file->is_open()) {
    if (errno == ENOENT) return nullptr;
    fail(errno);
  }
  while (::flock(file->fd(), how) != 0) {
    if (errno == EWOULDBLOCK) return nullptr;
    if (errno != EINTR) fail(errno);
  }
  return file;
}

}  // namespace

std::shared_ptr<void> hold_photos(const fs::path& root) {
  return locked(root, LOCK_SH);
}

PhotoFiles::PhotoFiles(fs::path root) : root_(std::move(root)) {
  fs::create_directories(root_);
}

fs::path PhotoFiles::shard(std::string_view id) const {
  require_id(id);
  return root_ / id.substr(0, 2);
}

void PhotoFiles::write(std::string_view id, const Renditions& renditions) const {
  const fs::path folder = shard(id), whole = folder / id;
  fs::path part = whole;
  part += unfinished;
  try {
    make_folder(root_);  // nobody should have removed it, but new photos need not suffer
    make_folder(folder);
    if (::mkdir(part.c_str(), 0750) != 0) fail(errno);
    write_file(part / file_name(PhotoSize::thumb), renditions.thumb.webp);
    write_file(part / file_name(PhotoSize::card), renditions.card.webp);
    write_file(part / file_name(PhotoSize::full), renditions.full.webp);
    sync_folder(part);
    if (::rename(part.c_str(), whole.c_str()) != 0) fail(errno);
    sync_folder(folder);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(part, ignored);
    throw;
  }
}

http::Body PhotoFiles::read(std::string_view id, PhotoSize size) const {
  const File file(shard(id) / id / file_name(size), O_RDONLY | O_NOFOLLOW);
  if (!file.is_open()) {
    if (errno == ENOENT) return nullptr;
    fail(errno);
  }
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) fail(errno);
  auto bytes = std::make_shared<std::string>(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t at = 0; at < bytes->size();) {
    const ssize_t got = ::read(file.fd(), bytes->data() + at, bytes->size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(got < 0 ? errno : EIO);
    at += static_cast<std::size_t>(got);
  }
  return bytes;
}

bool PhotoFiles::complete(std::string_view id) const {
  const fs::path whole = shard(id) / id;
  std::error_code failed;
  return std::ranges::all_of(
      std::array{PhotoSize::thumb, PhotoSize::card, PhotoSize::full},
      [&](PhotoSize size) { return fs::file_size(whole / file_name(size), failed) > 0 && !failed; });
}

std::shared_ptr<void> PhotoFiles::leave_to_remove() const {
  return locked(root_, LOCK_EX | LOCK_NB);
}

void PhotoFiles::remove(std::string_view id) const {
  const fs::path whole = shard(id) / id;
  fs::path part = whole;
  part += unfinished;
  fs::remove_all(whole);
  fs::remove_all(part);
}

std::vector<PhotoFiles::Stored> PhotoFiles::all() const {
  std::vector<Stored> found;
  for (const auto& folder : fs::directory_iterator(root_)) {
    if (!folder.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      std::string id = entry.path().filename().string();
      if (id.ends_with(unfinished)) id.resize(id.size() - unfinished.size());
      struct stat status {};
      // It may have been renamed or removed since the folder was read.
      if (!core::is_public_id(id) || ::stat(entry.path().c_str(), &status) != 0) continue;
      found.push_back(
          {std::move(id), core::Millis{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000});
    }
  }
  return found;
}

}  // namespace photos
