// Whether the database can be written to. A disk that fails, is full, or was turned read-only shows when
// something is written; that it is well again must not wait for somebody to try, as nobody does while the
// server says that it is not ready.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "db/database.h"

namespace app {

class StorageCheck {
 public:
  explicit StorageCheck(db::Database& database) : database_(database) {}

  // A write has failed for the disk's sake. From any thread; does not block.
  void failed(const std::string& what);
  // While the last write failed, writes a page that stays as it is: for the sweep. Throws nothing.
  void try_again();
  // "unwritable" from a write that failed on, until one succeeds.
  std::optional<std::string> fault() const;

 private:
  db::Database& database_;
  std::atomic<bool> failing_ = false;
};

}  // namespace app
