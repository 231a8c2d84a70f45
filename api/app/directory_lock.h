// One process at a time works in a data directory: two servers would each cache what the other changes.
#pragma once

#include <string>

namespace app {

// Throws std::runtime_error when this is root and the directory is not root's: what root makes in it would be
// root's, and the server could not write, or even read, it any more.
void refuse_foreign(const std::string& path);

class DirectoryLock {
 public:
  // Makes the directory when it is missing and holds it until this object, or the process, ends. Throws
  // std::runtime_error with a sentence for the operator when it can't be used, another process holds it, or
  // this is root and it is not root's.
  explicit DirectoryLock(const std::string& path);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace app
