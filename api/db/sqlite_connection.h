// One SQLite connection and its prepared statements. Used by one thread at a time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace db {

constexpr int busy_timeout_ms = 5000;  // that somebody else's lock is waited for

enum class Access { read_write, read_only };

// Moves what is in the log into the file, as far as those let it who read meanwhile.
enum class Checkpoint {
  beside,    // others may write as long as it takes
  restart,   // nobody else can; readers are waited for, a moment, so that the log begins anew
  truncate,  // the same, and the log's room is given back
};

class SqliteConnection : public Tx {
 public:
  // Throws std::runtime_error when the file can't be opened, Damaged when there is no database in it.
  SqliteConnection(const std::string& path, Access access);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  void script(const std::string& sql) override;
  void changed(std::string_view table) override {
    if (row_changed_) row_changed_(table);
  }
  void after_commit(std::function<void()> hook) override { hooks_.push_back(std::move(hook)); }

  // Calls `told(table)` for every row inserted, updated or deleted (not in tables WITHOUT ROWID).
  void on_row_change(std::function<void(std::string_view)> told);

  // Makes this database a copy of the one in that file, in one transaction (Database::replace_with).
  void replace_with(const std::string& path, const std::function<void(std::int64_t, std::int64_t)>& told);
  // To be read as `name`.table.
  void attach(const std::string& path, const std::string& name);
  // Calls `told(pages)` after each commit: of how many the log consists then. Who is told of the log has to
  // see to checkpoints; a connection by itself has one in each commit that leaves 1000 pages or more.
  void on_commit(std::function<void(int pages)> told);
  // Whether all is moved that was in the log when it began.
  bool checkpoint(Checkpoint how);

  // Asks `stop` every so often while a statement runs: true ends it, with an exception.
  void interrupt_when(std::function<bool()> stop);
  // From now on a lock that another process holds is not waited for. Any thread.
  void be_impatient() { impatient_ = true; }

  // The engine ended the transaction by itself, as it does when the disk is full.
  bool in_transaction() const;
  // Rows written since it was opened, also those that were undone.
  std::int64_t changes() const;

  // The hooks registered so far, and forgetting those of a savepoint that was rolled back.
  std::size_t hook_count() const { return hooks_.size(); }
  void forget_hooks_after(std::size_t count) { hooks_.resize(count); }
  std::vector<std::function<void()>> take_hooks() { return std::exchange(hooks_, {}); }

 protected:
  std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> values) override;
  Written finish(std::string_view sql, std::span<const Value> values) override;

 private:
  friend class SqliteCursor;
  struct Statement;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::shared_ptr<Statement> statement(std::string_view sql);
  [[noreturn]] void fail(int code) const;

  static int wait_for_lock(void* self, int attempts);

  sqlite3* handle_ = nullptr;
  std::atomic<bool> impatient_ = false;
  std::unordered_map<std::string, std::shared_ptr<Statement>, Hash, std::equal_to<>> statements_;
  std::vector<std::function<void()>> hooks_;
  std::function<void(std::string_view)> row_changed_;
  std::function<void(int)> committed_;
  std::function<bool()> stop_;
};

}  // namespace db
