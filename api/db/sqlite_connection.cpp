#include "db/sqlite_connection.h"

#include <sqlite3.h>

#include <cerrno>
#include <stdexcept>

#include "core/error.h"

namespace db {

namespace {
// Statements kept prepared by a connection. Filters make their SQL from parts, so that there has to be an end
// to it.
constexpr std::size_t max_statements = 256;
constexpr int lock_pause_ms = 5;
// For those who read of the log: most have done so within a millisecond, a snapshot takes too long to wait
// for.
constexpr int checkpoint_patience_ms = 5;

// Nobody asks SQLite how much memory it has, and counting that takes a lock at each allocation. Before the
// first connection.
[[maybe_unused]] const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

// `texts`: SQLITE_STATIC when they outlive the statement's run, SQLITE_TRANSIENT when they may not.
void bind(sqlite3_stmt* statement, int index, const Value& value, sqlite3_destructor_type texts) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;
    sqlite3_destructor_type texts;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t v) const { return sqlite3_bind_int64(statement, index, v); }
    int operator()(double v) const { return sqlite3_bind_double(statement, index, v); }
    int operator()(std::string_view v) const {
      return sqlite3_bind_text64(statement, index, v.data() != nullptr ? v.data() : "", v.size(), texts,
                                 SQLITE_UTF8);
    }
    int operator()(Blob v) const {
      return sqlite3_bind_blob64(statement, index, v.bytes.data(), v.bytes.size(), texts);
    }
  };
  if (std::visit(Binder{statement, index, texts}, value) != SQLITE_OK) {
    throw std::runtime_error("a parameter could not be bound");
  }
}

// Pages that are copied before it is told how far it is.
constexpr int pages_at_once = 512;

// A file as SQLite takes it for a URI, in which some characters mean something.
std::string read_only_uri(const std::string& path) {
  std::string out = "file:";
  for (const char c : path) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '?':
        out += "%3f";
        break;
      case '#':
        out += "%23";
        break;
      default:
        out += c;
    }
  }
  return out + "?mode=ro";
}

// A quota and a limit on file sizes are a full disk by another name.
bool is_full(int error) {
  return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

core::Error disk_full() {
  return {507, "disk-full", "The server's disk is full. Nothing was changed."};
}

core::Error storage_failing() {
  core::Error error(503, "storage-failing", "The server's disk fails right now. Nothing was changed.");
  return error.with_header("Retry-After", "10");
}

// "UNIQUE constraint failed: users.username" → "users.username"
std::string violated_columns(const char* message) {
  const std::string_view text(message);
  const auto colon = text.find(": ");
  return std::string(colon == std::string_view::npos ? text : text.substr(colon + 2));
}
}  // namespace

struct SqliteConnection::Statement {
  explicit Statement(sqlite3_stmt* handle_in) : handle(handle_in) {
    const int count = sqlite3_bind_parameter_count(handle);
    for (int i = 1; i <= count; ++i) {
      // "$3": the number is the argument's place, whatever the order of first mention.
      const char* name = sqlite3_bind_parameter_name(handle, i);
      places.push_back(name != nullptr ? std::atoi(name + 1) : i);
    }
  }
  ~Statement() { sqlite3_finalize(handle); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind_all(std::span<const Value> values, sqlite3_destructor_type texts) const {
    int index = 0;
    for (const int place : places) {
      if (place < 1 || static_cast<std::size_t>(place) > values.size()) {
        throw std::logic_error("a statement has more parameters than it was given");
      }
      bind(handle, ++index, values[static_cast<std::size_t>(place) - 1], texts);
    }
  }

  sqlite3_stmt* handle;
  std::vector<int> places;  // of each parameter: which argument it is
  bool in_use = false;
};

class SqliteCursor : public Cursor {
 public:
  SqliteCursor(const SqliteConnection& connection, std::shared_ptr<SqliteConnection::Statement> statement)
      : connection_(connection), statement_(std::move(statement)) {
    statement_->in_use = true;
  }
  ~SqliteCursor() override {
    sqlite3_reset(statement_->handle);
    sqlite3_clear_bindings(statement_->handle);
    statement_->in_use = false;
  }
  SqliteCursor(const SqliteCursor&) = delete;
  SqliteCursor& operator=(const SqliteCursor&) = delete;

  bool next() override {
    const int code = sqlite3_step(statement_->handle);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_.fail(code);
    return false;
  }
  bool null(int column) const override {
    return sqlite3_column_type(statement_->handle, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_->handle, column); }
  double real(int column) const override { return sqlite3_column_double(statement_->handle, column); }
  std::string_view view(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_->handle, column));
    return {bytes != nullptr ? bytes : "",
            static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle, column))};
  }

 private:
  const SqliteConnection& connection_;
  std::shared_ptr<SqliteConnection::Statement> statement_;
};

SqliteConnection::SqliteConnection(const std::string& path, Access access) {
  const int mode =
      access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int code = sqlite3_open_v2(path.c_str(), &handle_, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
  const auto then_run = [&](const char* sql) {
    if (code == SQLITE_OK) code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  };
  if (code == SQLITE_OK) {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_handler(handle_, wait_for_lock, this);
  }
  // FULL: a commit has reached the disk when it is acknowledged, also through a power cut.
  then_run(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
      // Pages are kept in the cache and not mapped: a mapped one would be taken apart and checked anew each
      // time it is looked at, which costs more than all the rest of a short read.
      "PRAGMA cache_size = -32768; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
      // A page whose cells do not fit is damage, before anything is read from where they lead.
      "PRAGMA cell_size_check = ON;");
  if (access == Access::read_write)
    then_run("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;");
  if (code != SQLITE_OK) {
    const std::string why = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close_v2(handle_);
    const std::string sentence = "the database " + path + " can't be opened: " + why;
    if ((code & 0xFF) == SQLITE_CORRUPT || code == SQLITE_NOTADB) throw Damaged(sentence);
    throw std::runtime_error(sentence);
  }
}

// sqlite3_busy_timeout() would wait to its end even when the server is to stop.
int SqliteConnection::wait_for_lock(void* self, int attempts) {
  if (static_cast<const SqliteConnection*>(self)->impatient_ || attempts >= busy_timeout_ms / lock_pause_ms)
    return 0;
  sqlite3_sleep(lock_pause_ms);
  return 1;
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

void SqliteConnection::on_row_change(std::function<void(std::string_view)> told) {
  row_changed_ = std::move(told);
  const auto callback = [](void* self, int, const char*, const char* table, sqlite3_int64) {
    static_cast<SqliteConnection*>(self)->row_changed_(table);
  };
  sqlite3_update_hook(handle_, callback, this);
}

void SqliteConnection::replace_with(const std::string& path,
                                    const std::function<void(std::int64_t, std::int64_t)>& told) {
  SqliteConnection source(path, Access::read_only);
  const auto page_size = [](SqliteConnection& of) {
    auto rows = of.query("PRAGMA page_size");
    rows.next();
    return rows.integer(0);
  };
  if (page_size(source) != page_size(*this)) {
    throw std::runtime_error("the pages of the two databases have different sizes");
  }
  sqlite3_backup* copy = sqlite3_backup_init(handle_, "main", source.handle_, "main");
  if (copy == nullptr) fail(sqlite3_extended_errcode(handle_));
  int code = SQLITE_OK;
  try {
    while ((code = sqlite3_backup_step(copy, pages_at_once)) == SQLITE_OK) {
      const std::int64_t total = sqlite3_backup_pagecount(copy);
      told(total - sqlite3_backup_remaining(copy), total);
    }
  } catch (...) {
    sqlite3_backup_finish(copy);
    throw;
  }
  sqlite3_backup_finish(copy);
  // Whatever was prepared, or is known of virtual tables, is of the state before.
  statements_.clear();
  if (code != SQLITE_DONE) fail(code);
}

void SqliteConnection::attach(const std::string& path, const std::string& name) {
  run("ATTACH DATABASE $1 AS " + name, read_only_uri(path));
}

void SqliteConnection::on_commit(std::function<void(int pages)> told) {
  committed_ = std::move(told);
  const auto callback = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteConnection*>(self)->committed_(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle_, callback, this);
}

bool SqliteConnection::checkpoint(Checkpoint how) {
  const int mode = how == Checkpoint::beside    ? SQLITE_CHECKPOINT_PASSIVE
                   : how == Checkpoint::restart ? SQLITE_CHECKPOINT_RESTART
                                                : SQLITE_CHECKPOINT_TRUNCATE;
  // What can't be done now is done with the next one.
  sqlite3_busy_timeout(handle_, checkpoint_patience_ms);
  int pages = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, "main", mode, &pages, &moved);
  sqlite3_busy_handler(handle_, wait_for_lock, this);
  return code == SQLITE_OK && moved == pages;
}

void SqliteConnection::interrupt_when(std::function<bool()> stop) {
  constexpr int instructions = 10'000;  // between two questions: far below a millisecond
  stop_ = std::move(stop);
  const auto callback = [](void* self) { return static_cast<SqliteConnection*>(self)->stop_() ? 1 : 0; };
  sqlite3_progress_handler(handle_, instructions, callback, this);
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t SqliteConnection::changes() const {
  return sqlite3_total_changes64(handle_);
}

void SqliteConnection::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::unique_ptr<Cursor> SqliteConnection::execute(std::string_view sql, std::span<const Value> values) {
  auto statement = this->statement(sql);
  auto cursor = std::make_unique<SqliteCursor>(*this, statement);
  // The caller's arguments may be gone while rows are still being read.
  statement->bind_all(values, SQLITE_TRANSIENT);
  return cursor;
}

Written SqliteConnection::finish(std::string_view sql, std::span<const Value> values) {
  auto statement = this->statement(sql);
  SqliteCursor cursor(*this, statement);
  statement->bind_all(values, SQLITE_STATIC);
  while (cursor.next()) {
  }
  return {sqlite3_changes64(handle_), sqlite3_last_insert_rowid(handle_)};
}

std::shared_ptr<SqliteConnection::Statement> SqliteConnection::statement(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end() && !known->second->in_use) return known->second;

  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) fail(code);
  auto statement = std::make_shared<Statement>(handle);
  if (known == statements_.end()) {
    // A running cursor keeps its statement alive by itself.
    if (statements_.size() >= max_statements) statements_.clear();
    statements_.emplace(std::string(sql), statement);
  }
  return statement;
}

void SqliteConnection::fail(int code) const {
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) {
        throw UniqueViolation(violated_columns(sqlite3_errmsg(handle_)));
      }
      break;
    case SQLITE_FULL:
      throw disk_full();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw core::busy();
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      // The index of the log is another file, and SQLite has no word for it when that can't grow.
      throw is_full(sqlite3_system_errno(handle_)) ? disk_full() : storage_failing();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Damaged(std::string("SQLite: ") + sqlite3_errmsg(handle_) + " (" + std::to_string(code) + ")");
    default:
      break;
  }
  throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_) + " (" + std::to_string(code) +
                           ")");
}

}  // namespace db
