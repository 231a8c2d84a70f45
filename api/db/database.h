// What the stores know of a database. An engine (db/sqlite) stands behind it.
//
// SQL is written once, in the dialect both SQLite and PostgreSQL understand: $1, $2 … for parameters,
// RETURNING, ON CONFLICT, whole numbers for booleans, UTC milliseconds for times.
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/ids.h"

namespace db {

// Bytes, where a text is not meant.
struct Blob {
  std::string_view bytes;
};

using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

inline Value value(std::int64_t v) {
  return v;
}
inline Value value(int v) {
  return std::int64_t{v};
}
inline Value value(bool v) {
  return std::int64_t{v ? 1 : 0};
}
inline Value value(double v) {
  return v;
}
inline Value value(std::string_view v) {
  return v;
}
inline Value value(const std::string& v) {
  return std::string_view(v);
}
inline Value value(const char* v) {
  return std::string_view(v);
}
inline Value value(Blob v) {
  return v;
}
inline Value value(std::nullopt_t) {
  return std::monostate{};
}
inline Value value(const Value& v) {
  return v;
}
template <class Tag>
Value value(core::Id<Tag> id) {
  return id.value;
}
template <class T>
Value value(const std::optional<T>& v) {
  return v ? value(*v) : Value(std::monostate{});
}

// A unique constraint refused a row. `columns` names them as the engine does: "users.username".
class UniqueViolation : public std::exception {
 public:
  explicit UniqueViolation(std::string columns_in) : columns(std::move(columns_in)) {}
  const char* what() const noexcept override { return columns.c_str(); }
  bool on(std::string_view column) const { return columns.find(column) != std::string::npos; }
  std::string columns;
};

// The file holds what the engine can't have written: a page that does not fit the others.
class Damaged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The rows of one statement, one at a time. Column numbers start at 0.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool next() = 0;
  virtual bool null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 for null
  virtual double real(int column) const = 0;
  virtual std::string_view view(int column) const = 0;  // valid until the next next()
};

class Rows {
 public:
  explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
  bool next() { return cursor_->next(); }
  bool null(int column) const { return cursor_->null(column); }
  std::int64_t integer(int column) const { return cursor_->integer(column); }
  bool boolean(int column) const { return cursor_->integer(column) != 0; }
  double real(int column) const { return cursor_->real(column); }
  std::string text(int column) const { return std::string(cursor_->view(column)); }
  std::string_view view(int column) const { return cursor_->view(column); }
  template <class IdType>
  IdType id(int column) const {
    return IdType{cursor_->integer(column)};
  }
  std::optional<std::int64_t> optional_integer(int column) const {
    return null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::optional<std::string> optional_text(int column) const {
    return null(column) ? std::nullopt : std::optional(text(column));
  }

 private:
  std::unique_ptr<Cursor> cursor_;
};

// The one number that a statement answers: a count, or a single column.
inline std::int64_t first_integer(Rows rows) {
  rows.next();
  return rows.integer(0);
}

// All ids that a statement answers in its one column.
template <class IdType>
std::vector<IdType> all_ids(Rows rows) {
  std::vector<IdType> out;
  while (rows.next()) out.push_back(rows.id<IdType>(0));
  return out;
}

// What a statement has written: how many rows, and the id of the newest.
struct Written {
  std::int64_t rows = 0;
  std::int64_t id = 0;
};

// A transaction, or a statement's view of one. Not shared between threads.
class Tx {
 public:
  virtual ~Tx() = default;

  // Runs a statement that gives rows. Throws UniqueViolation, Damaged, or core::Error: 503 `busy` while
  // another process has the database locked, 503 `storage-failing` when the disk can't be read or written,
  // 507 `disk-full`.
  template <class... Args>
  Rows query(std::string_view sql, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{value(args)...};
    return Rows(execute(sql, values));
  }
  // The same with parameters collected at run time.
  Rows query_with(std::string_view sql, std::span<const Value> values) { return Rows(execute(sql, values)); }

  // Runs a statement to its end; the number of rows it wrote.
  template <class... Args>
  std::int64_t run(std::string_view sql, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{value(args)...};
    return finish(sql, values).rows;
  }

  // Inserts one row, into a table whose key is `id`; that id. For RETURNING, SQLite makes a table of its own.
  template <class IdType, class... Args>
  IdType insert(std::string_view sql, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{value(args)...};
    return IdType{finish(sql, values).id};
  }

  // Tells Database::on_change() what the engine does not: that rows of a table WITHOUT ROWID were written, or
  // a column ("table.column") of a table that is written more often than that.
  virtual void changed(std::string_view table) = 0;

  // Several statements without parameters, as in a migration.
  virtual void script(const std::string& sql) = 0;

  // Runs once this transaction is durable, before its caller goes on; not at all when it is rolled back.
  // Must not throw, block or write.
  virtual void after_commit(std::function<void()> hook) = 0;

 protected:
  virtual std::unique_ptr<Cursor> execute(std::string_view sql, std::span<const Value> values) = 0;
  virtual Written finish(std::string_view sql, std::span<const Value> values) = 0;
};

// Whether a write may be undone and run a second time before it is committed. `yes` for one that changes
// nothing but rows, and leaves what it was given as it was: many of these in one commit cost less.
enum class Repeat { no, yes };

class Database {
 public:
  virtual ~Database() = default;

  // Runs `work(tx)` in a transaction and returns its result once that is on disk. An exception rolls back and
  // is passed on. Inside another write on the same thread it is a part of that one, durable or undone with
  // it: whoever catches its exception has to throw one, too.
  // Throws refusal() when it is not taken.
  template <class Work>
  auto write(Work&& work) {
    return result_of(&Database::write_and_wait, work);
  }

  // Queues `work` for the writer and returns at once; `done` is called when it is on disk (null) or has
  // failed, on the writer's thread: it must not throw, block or write. False when it is not taken.
  [[nodiscard]] virtual bool post_write(std::function<void(Tx&)> work,
                                        std::function<void(std::exception_ptr)> done,
                                        Repeat repeat = Repeat::no) = 0;

  // What to tell who came with a write that is not taken: 503 `maintenance` while the database is closed,
  // else 503 `busy`.
  virtual core::Error refusal() const = 0;

  // Runs `work(tx)` on one snapshot; nothing may be written. Inside a write on the same thread it sees that
  // one's rows.
  template <class Work>
  auto read(Work&& work) {
    return result_of(&Database::read_now, work);
  }

  // After each commit that changed a row of one of `tables`, and before its callers go on, runs `hook`, which
  // must not throw, block or write. Set before the first write. Of a table WITHOUT ROWID, and of a column,
  // only what is told by Tx::changed() counts.
  virtual void on_change(std::vector<std::string> tables, std::function<void()> hook) = 0;

  // Closed for writes: what was queued before is on disk once this is made, and no more is taken until it is
  // gone. Reads go on. One at a time.
  class Closed {
   public:
    explicit Closed(Database& database) : database_(database) { database_.close(); }
    ~Closed() { database_.open(); }
    Closed(const Closed&) = delete;
    Closed& operator=(const Closed&) = delete;

   private:
    Database& database_;
  };

  // Puts the database in that file, which nobody else has open, in this one's place: at once and durably, as
  // one transaction; whatever happens meanwhile, the state is the old or the new one. Who reads goes on
  // reading what they have begun with. `told(done, total)` hears how far it is, and ends it by an exception.
  // Throws std::runtime_error with a sentence, or core::Error 507; then nothing has changed. Only while
  // Closed.
  virtual void replace_with(const std::string& path,
                            const std::function<void(std::int64_t, std::int64_t)>& told) = 0;
  // After the database was replaced, and before anybody can write to it, runs `hook`, which must not throw,
  // block or write: whoever keeps something of the rows beyond a request lets go of it. The hooks of
  // on_change() run, too. Set before the first write.
  virtual void on_replace(std::function<void()> hook) = 0;

  // What the file, or the disk below it, does to reads and writes.
  enum class Fault { damaged, unwritable };
  // Is told of each as it is met, on the thread that met it: must not throw, block or write. Set before the
  // first read.
  virtual void on_fault(std::function<void(Fault, const std::string& what)> told) = 0;

  // Writes waiting now.
  virtual std::size_t queued() const = 0;

  // Finishes what was queued, refuses the rest. Idempotent.
  virtual void stop() = 0;

 protected:
  virtual void write_and_wait(const std::function<void(Tx&)>& work) = 0;
  virtual void read_now(const std::function<void(Tx&)>& work) = 0;
  virtual void close() = 0;
  virtual void open() = 0;

 private:
  // What `work` returns, if anything.
  template <class Work>
  auto result_of(void (Database::*run)(const std::function<void(Tx&)>&), Work& work) {
    using Result = std::invoke_result_t<Work&, Tx&>;
    if constexpr (std::is_void_v<Result>) {
      (this->*run)([&](Tx& tx) { work(tx); });
    } else {
      std::optional<Result> result;
      (this->*run)([&](Tx& tx) { result.emplace(work(tx)); });
      return std::move(*result);
    }
  }
};

}  // namespace db
