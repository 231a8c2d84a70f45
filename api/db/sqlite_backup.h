// A copy of a SQLite database while it is written to, by SQLite's own online backup.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace db {

struct BackupPace {
  int pages = 64;                      // at once
  std::chrono::milliseconds pause{2};  // between two such steps, for those who serve
  // Of the write-ahead log: beyond, there are no pauses, or the copy is given up.
  std::int64_t hurry_bytes = 256 * 1024 * 1024;
  std::int64_t most_log_bytes = std::int64_t{2} * 1024 * 1024 * 1024;
};

// While nobody else writes.
constexpr BackupPace at_full_speed{.pages = 1024, .pause = std::chrono::milliseconds(0), .hurry_bytes = 0};

// Copies the state at one moment from `from` to `to`, which must not exist yet: one file in rollback-journal
// mode, so that whoever reads it leaves nothing beside it, and on disk on return. Writers go on meanwhile; as
// none of what they write can leave the write-ahead log before the copy ends, it grows, and the copy hurries.
//
// `told(done, total)` is called in each step, with numbers of pages; what it throws ends the copy. Throws
// core::Error 507 `disk-full`, or std::runtime_error. What has been written is the caller's to remove.
void copy_database(const std::string& from, const std::string& to, const BackupPace& pace,
                   const std::function<void(std::int64_t done, std::int64_t total)>& told);

// Runs `sql` in a copy that nobody has open: on disk on return, and with nothing beside it. Throws as
// copy_database does.
void change_copy(const std::string& path, const char* sql);

// Its size in bytes, without what waits in the write-ahead log. 0 when there is none.
std::int64_t database_bytes(const std::string& path);

}  // namespace db
