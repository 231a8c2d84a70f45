#include "snapshots/disk.h"

#include <fcntl.h>
#include <linux/ioprio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "core/error.h"
#include "core/token.h"

namespace snapshots::disk {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

File made(const fs::path& path) {
  File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640));
  if (!file) fail(errno, path);
  return file;
}

void write_all(const File& file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.fd(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno, path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void fail(int error, const fs::path& path) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    throw core::Error(507, "disk-full", "There is no room left for a snapshot.");
  throw std::system_error(error, std::generic_category(), path.string());
}

Sum::Sum() {
  crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES);
}

void Sum::add(std::string_view bytes) {
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sum::take() {
  std::string raw(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(raw.data()), raw.size());
  return core::hex(raw);
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

std::int64_t File::size() const {
  struct stat status {};
  return fd_ >= 0 && ::fstat(fd_, &status) == 0 ? status.st_size : 0;
}

File open_inside(const fs::path& root, const fs::path& relative) {
  File at(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (const fs::path& step : relative.parent_path()) {
    if (!at) return at;
    at = File(::openat(at.fd(), step.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (!at) return at;
  // Without O_NONBLOCK a named pipe would be waited for.
  File file(::openat(at.fd(), relative.filename().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode)) return File(-1);
  return file;
}

bool is_folder(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool each_block(const File& file, const std::function<void(std::string_view)>& use) {
  std::vector<char> block(std::clamp<std::size_t>(static_cast<std::size_t>(file.size()), 4096, block_bytes));
  for (;;) {
    const ssize_t got = ::read(file.fd(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    use({block.data(), static_cast<std::size_t>(got)});
  }
}

std::optional<std::string> read_small(const File& file, std::int64_t most_bytes) {
  if (!file || file.size() > most_bytes) return std::nullopt;
  std::string bytes;
  const bool read = each_block(file, [&](std::string_view block) {
    if (bytes.size() <= static_cast<std::size_t>(most_bytes)) bytes += block;
  });
  if (!read || bytes.size() > static_cast<std::size_t>(most_bytes)) return std::nullopt;
  return bytes;
}

void write_whole(const fs::path& path, std::string_view bytes) {
  fs::path part = path;
  part += unfinished;
  ::unlink(part.c_str());
  try {
    const File file = made(part);
    write_all(file, bytes, path);
    if (::fsync(file.fd()) != 0) fail(errno, path);
    move(part, path);
  } catch (...) {
    ::unlink(part.c_str());
    throw;
  }
}

std::string copy(const File& from, const fs::path& to, const std::function<void(std::int64_t)>& told) {
  // As much as this is written before it has to be on disk: of a pile of unwritten pages everybody who
  // commits meanwhile would have to wait for a part.
  constexpr std::int64_t unsynced = 8 * 1024 * 1024;
  const File file = made(to);
  Sum sum;
  std::int64_t since_sync = 0;
  const bool read = each_block(from, [&](std::string_view block) {
    write_all(file, block, to);
    sum.add(block);
    since_sync += static_cast<std::int64_t>(block.size());
    if (since_sync >= unsynced) {
      if (::fdatasync(file.fd()) != 0) fail(errno, to);
      since_sync = 0;
    }
    told(static_cast<std::int64_t>(block.size()));
  });
  if (!read) fail(EIO, to);
  if (::fsync(file.fd()) != 0) fail(errno, to);
  return sum.take();
}

void make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0750) == 0) return sync_folder(path.parent_path());
  if (errno != EEXIST) fail(errno, path);
  if (!is_folder(path)) fail(ENOTDIR, path);
}

void move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(errno, to);
  sync_folder(to.parent_path());
}

void sync_folder(const fs::path& path) {
  const File folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.fd()) != 0) fail(errno, path);
}

void sync_file(const fs::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.fd()) != 0) fail(errno, path);
}

std::optional<std::int64_t> free_bytes(const fs::path& path) {
  std::error_code failed;
  fs::path there = fs::absolute(path, failed);
  while (!fs::exists(there, failed) && there.has_relative_path()) there = there.parent_path();
  const auto space = fs::space(there, failed);
  return failed ? std::nullopt : std::optional(static_cast<std::int64_t>(space.available));
}

void stay_in_background() {
  constexpr int niceness = 10;
  constexpr int lowest = 7;  // of the ordinary class: of the idle one nothing gets through a busy disk
  (void)setpriority(PRIO_PROCESS, 0, niceness);
  (void)::syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, lowest));
}

}  // namespace snapshots::disk
