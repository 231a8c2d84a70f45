#include "app/storage_check.h"

#include "app/log.h"

namespace app {

void StorageCheck::failed(const std::string& what) {
  if (!failing_.exchange(true)) log::error("the disk can't be written to", {{"error", what}});
}

void StorageCheck::try_again() {
  if (!failing_) return;
  try {
    // There and back: what stays as it is SQLite does not write.
    database_.write([](db::Tx& tx) {
      tx.run("UPDATE meta SET value = value || ' ' WHERE name = 'epoch'");
      tx.run("UPDATE meta SET value = rtrim(value) WHERE name = 'epoch'");
    });
  } catch (const std::exception&) {
    return;  // failed() has been told, or another process has the database locked
  }
  failing_ = false;
  log::info("the disk can be written to again");
}

std::optional<std::string> StorageCheck::fault() const {
  return failing_ ? std::optional<std::string>("unwritable") : std::nullopt;
}

}  // namespace app
