#include "db/sqlite_backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <thread>

#include "core/error.h"
#include "db/sqlite_connection.h"

namespace db {

namespace {

// Written pages that are not yet on disk. A commit's fsync waits for a part of whatever else lies there
// unwritten, so that a large pile would show in everybody's answers.
constexpr std::int64_t unsynced_bytes = 4 * 1024 * 1024;

[[noreturn]] void fail(sqlite3* handle, int code) {
  if ((code & 0xFF) == SQLITE_FULL)
    throw core::Error(507, "disk-full", "There is no room left for a copy of the database.");
  const std::string why = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  throw std::runtime_error("the database can't be copied: " + why + " (" + std::to_string(code) + ")");
}

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Handle open(const std::string& path, int mode) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) fail(raw, code);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_timeout_ms);
  return handle;
}

void run(const Handle& handle, const char* sql) {
  const int code = sqlite3_exec(handle.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle.get(), code);
}

// Of the copy alone: a process that closes the file of a database which it has open elsewhere loses its
// locks on it.
class CopyOnDisk {
 public:
  explicit CopyOnDisk(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) { check(fd_); }
  ~CopyOnDisk() { ::close(fd_); }
  CopyOnDisk(const CopyOnDisk&) = delete;
  CopyOnDisk& operator=(const CopyOnDisk&) = delete;
  void sync() const { check(::fdatasync(fd_)); }

 private:
  static void check(int result) {
    if (result >= 0) return;
    if (errno == ENOSPC || errno == EDQUOT) fail(nullptr, SQLITE_FULL);
    fail(nullptr, SQLITE_IOERR);
  }
  int fd_;
};

std::int64_t size_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

void copy_pages(const Handle& source, const Handle& target, const std::string& from, const std::string& to,
                const BackupPace& pace,
                const std::function<void(std::int64_t done, std::int64_t total)>& told) {
  const std::unique_ptr<sqlite3_backup, Close> backup(
      sqlite3_backup_init(target.get(), "main", source.get(), "main"));
  if (!backup) fail(target.get(), sqlite3_extended_errcode(target.get()));
  const CopyOnDisk file(to);
  std::int64_t synced = 0;
  int code = SQLITE_OK;
  while (code != SQLITE_DONE) {
    code = sqlite3_backup_step(backup.get(), pace.pages);
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_BUSY && code != SQLITE_LOCKED)
      fail(target.get(), code);
    const int total = sqlite3_backup_pagecount(backup.get());
    told(total - sqlite3_backup_remaining(backup.get()), total);
    const std::int64_t written = size_of(to);
    if (written - synced >= unsynced_bytes) {
      file.sync();
      synced = written;
    }
    const std::int64_t log = size_of(from + "-wal");
    if (log > pace.most_log_bytes)
      throw std::runtime_error("more is written to the database than can be copied meanwhile");
    if (code == SQLITE_BUSY || log < pace.hurry_bytes) std::this_thread::sleep_for(pace.pause);
  }
}

}  // namespace

std::int64_t database_bytes(const std::string& path) {
  return size_of(path);
}

void copy_database(const std::string& from, const std::string& to, const BackupPace& pace,
                   const std::function<void(std::int64_t done, std::int64_t total)>& told) {
  {
    const Handle source = open(from, SQLITE_OPEN_READONLY);
    const Handle target = open(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    // What is copied is the state of this transaction. Without it the copy would begin anew with every
    // commit.
    run(source, "BEGIN; SELECT count(*) FROM sqlite_schema");
    // Until it is renamed into place, by the caller, the copy is nobody's: it needs no journal, and one sync.
    run(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2048");
    copy_pages(source, target, from, to, pace, told);
  }
  // The first page says, as the source's does, that there is a write-ahead log.
  run(open(to, SQLITE_OPEN_READWRITE), "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE");
  CopyOnDisk(to).sync();
}

void change_copy(const std::string& path, const char* sql) {
  {
    const Handle copy = open(path, SQLITE_OPEN_READWRITE);
    run(copy, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    run(copy, sql);
  }
  CopyOnDisk(path).sync();
}

}  // namespace db
