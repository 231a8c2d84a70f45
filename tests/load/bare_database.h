// sqlite3 alone, set up as the server has it (db/sqlite_connection): what writing and reading are compared
// with.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace load {

class Database {
 public:
  // `more` is run as well. Throws std::runtime_error.
  explicit Database(const std::string& path, const std::string& more = "") {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    const std::string settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA cache_size = -32768; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;"
        "PRAGMA temp_store = MEMORY;" +
        more;
    if (sqlite3_open(path.c_str(), &handle_) == SQLITE_OK &&
        sqlite3_exec(handle_, settings.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
      return;
    }
    const std::string reason = sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw std::runtime_error(reason);
  }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  sqlite3* get() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK)
      fail();
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::int64_t number) {
    sqlite3_bind_int64(handle_, ++bound_, number);
    return *this;
  }
  Statement& bind(const std::string& text) {
    sqlite3_bind_text(handle_, ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
  }
  Statement& bind(const std::optional<std::string>& text) {
    if (text) return bind(*text);
    sqlite3_bind_null(handle_, ++bound_);
    return *this;
  }
  // A row; false after the last one, and then it can be run again.
  bool step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail();
    sqlite3_reset(handle_);
    bound_ = 0;
    return false;
  }
  int columns() const { return sqlite3_column_count(handle_); }
  // What stands there, looked at: a number, or how many bytes a text has.
  std::int64_t look(int column) const {
    if (sqlite3_column_type(handle_, column) == SQLITE_INTEGER) return sqlite3_column_int64(handle_, column);
    return sqlite3_column_text(handle_, column) ? sqlite3_column_bytes(handle_, column) : 0;
  }
  // Runs it to its end; the number in the last row's first column. Not of RETURNING: SQLite keeps a journal
  // of its own for such a statement.
  std::int64_t run() {
    std::int64_t number = 0;
    while (step()) number = sqlite3_column_int64(handle_, 0);
    return number;
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error(sqlite3_errmsg(database_)); }

  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
};

}  // namespace load
