// Files as snapshots need them: whole and on disk or not there, with their checksums, and never by a link
// that somebody else has laid.
#pragma once

#include <sodium.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace snapshots::disk {

namespace fs = std::filesystem;

// What a snapshot leaves free: the market itself needs it more.
constexpr std::int64_t reserve_bytes = 64 * 1024 * 1024;
// Behind the name, until all of it is on disk.
constexpr std::string_view unfinished = ".part";

// All of these throw core::Error 507 `disk-full`, or std::system_error, when something can't be done.
[[noreturn]] void fail(int error, const fs::path& path);

// A BLAKE2b that grows; 64 digits of hexadecimal in the end, as `b2sum -l 256` prints.
class Sum {
 public:
  Sum();
  void add(std::string_view bytes);
  std::string take();

 private:
  crypto_generichash_state state_;
};

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  explicit operator bool() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  std::int64_t size() const;

 private:
  int fd_;
};

// `relative` below `root`, if that is a plain file and no step on the way to it is a link; otherwise closed.
File open_inside(const fs::path& root, const fs::path& relative);
// A folder, and no link to one.
bool is_folder(const fs::path& path);

// Hands out the rest of the file, a megabyte at a time. False when it can't be read.
bool each_block(const File& file, const std::function<void(std::string_view)>& use);
// The whole of a file that is no larger than that.
std::optional<std::string> read_small(const File& file, std::int64_t most_bytes);

// Both are on disk, with their content, on return. copy() answers the sum of what it has read.
void write_whole(const fs::path& path, std::string_view bytes);
std::string copy(const File& from, const fs::path& to, const std::function<void(std::int64_t)>& told);

// mkdir, durable; does nothing when there is one. Refuses anything else of that name.
void make_folder(const fs::path& path);
// Durable, too.
void move(const fs::path& from, const fs::path& to);
void sync_folder(const fs::path& path);
void sync_file(const fs::path& path);

// Bytes that may still be written there, or where it will be once it is made; nothing when that can't be
// known.
std::optional<std::int64_t> free_bytes(const fs::path& path);

// This thread takes what the others leave of processors and disks. Nothing happens where that is not allowed.
void stay_in_background();

}  // namespace snapshots::disk
