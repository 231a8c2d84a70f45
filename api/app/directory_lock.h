// One process at a time works in a data directory: two servers would each cache what the other changes.
#pragma once

#include <string>

namespace app {

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
