#include "app/directory_lock.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace app {

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw std::runtime_error("the data directory " + path + " " + why);
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

// In a container a process number alone says little; its host's name is the container's.
std::string this_process() {
  char host[256] = "";
  (void)::gethostname(host, sizeof host - 1);
  return std::to_string(::getpid()) + " on " + host;
}

std::string first_bytes(int fd) {
  char text[300];
  const ssize_t got = ::pread(fd, text, sizeof text, 0);
  return {text, got > 0 ? static_cast<std::size_t>(got) : 0};
}

}  // namespace

void refuse_foreign(const std::string& path) {
  struct stat directory {};
  if (::geteuid() != 0 || ::stat(path.c_str(), &directory) != 0 || directory.st_uid == 0) return;
  char names[4096];
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(directory.st_uid, &entry, names, sizeof names, &found);
  const std::string owner = found != nullptr ? found->pw_name : "#" + std::to_string(directory.st_uid);
  fail(path, "belongs to " + owner + ", and so would not what root makes in it. Run it as: sudo -u " + owner +
                 " giraffe …");
}

DirectoryLock::DirectoryLock(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) fail(path, "can't be made: " + failed.message());
  refuse_foreign(path);
  const std::string file = path + "/lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) fail(path, "can't be written to: " + reason(errno));
  // The kernel gives a lock back however its process ends, so that no stale one has to be cleared away.
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const std::string holder = first_bytes(fd);
    ::close(fd);
    if (error != EWOULDBLOCK) fail(path, "can't be locked: " + reason(error));
    fail(path,
         "is in use by another giraffe (process " + holder + "). Stop that, or choose another: --data DIR");
  }
  file_ = fd;
  // Only for the sentence above; on a full disk it stays empty.
  const std::string me = this_process();
  if (::ftruncate(fd, 0) == 0) (void)!::pwrite(fd, me.data(), me.size(), 0);
}

DirectoryLock::~DirectoryLock() {
  ::close(file_);
}

}  // namespace app
