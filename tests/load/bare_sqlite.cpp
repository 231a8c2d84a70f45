// What sending messages is compared with: sqlite3 alone, writing the rows that a chat message writes, in
// durable transactions of 32 messages.
//   load_bare_sqlite DATABASE ROOMS SECONDS     on a database made by load_fill; prints messages a second
// A message is six rows: its own, its room's counters, and for each of the two its event and the number of
// their stream.
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int messages_in_batch = 32;

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
  // Runs it to its end; the number in the last row's first column.
  std::int64_t run() {
    std::int64_t number = 0;
    int code = 0;
    while ((code = sqlite3_step(handle_)) == SQLITE_ROW) number = sqlite3_column_int64(handle_, 0);
    if (code != SQLITE_DONE) fail();
    sqlite3_reset(handle_);
    bound_ = 0;
    return number;
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error(sqlite3_errmsg(database_)); }

  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
};

class Writer {
 public:
  explicit Writer(sqlite3* database)
      : begin_(database, "BEGIN IMMEDIATE"),
        commit_(database, "COMMIT"),
        room_(database,
              "UPDATE rooms SET last_seq = last_seq + 1, last_message_at = ?, seller_unread = seller_unread "
              "+ 1 "
              "WHERE id = ? RETURNING last_seq"),
        message_(database,
                 "INSERT INTO messages (room_id, seq, sender_id, kind, body, client_id, sent_at) "
                 "VALUES (?, ?, ?, 'text', ?, ?, ?) RETURNING id"),
        stream_(database,
                "INSERT INTO event_streams (user_id, newest) VALUES (?, 1) "
                "ON CONFLICT (user_id) DO UPDATE SET newest = newest + 1 RETURNING newest"),
        event_(database,
               "INSERT INTO events (user_id, seq, type, at, room_id, post_id, message_id) "
               "VALUES (?, ?, 'message', ?, ?, ?, ?)") {}

  void commit_batch(std::int64_t rooms) {
    begin_.run();
    for (int i = 0; i < messages_in_batch; ++i) write_message(1 + count_++ % rooms);
    commit_.run();
  }
  std::int64_t count() const { return count_; }

 private:
  void write_message(std::int64_t room) {
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count();
    const std::int64_t buyer = 2 * room - 1;
    const std::int64_t seq = room_.bind(now).bind(room).run();
    const std::string client_id = "bare-" + std::to_string(now) + "-" + std::to_string(count_);
    const std::int64_t message =
        message_.bind(room).bind(seq).bind(buyer).bind(body_).bind(client_id).bind(now).run();
    for (const std::int64_t user : {buyer, buyer + 1}) {
      const std::int64_t place = stream_.bind(user).run();
      event_.bind(user).bind(place).bind(now).bind(room).bind(room).bind(message).run();
    }
  }

  const std::string body_ = "안녕하세요! 책 아직 있나요? 오늘 저녁에 중앙도서관 앞에서 볼 수 있어요.";
  std::int64_t count_ = 0;
  Statement begin_;
  Statement commit_;
  Statement room_;
  Statement message_;
  Statement stream_;
  Statement event_;
};

double messages_a_second(sqlite3* database, std::int64_t rooms, double seconds) {
  Writer writer(database);
  const auto start = Clock::now();
  std::chrono::duration<double> passed{0};
  while (passed.count() < seconds) {
    writer.commit_batch(rooms);
    passed = Clock::now() - start;
  }
  return static_cast<double>(writer.count()) / passed.count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: load_bare_sqlite DATABASE ROOMS SECONDS\n";
    return 2;
  }
  sqlite3* database = nullptr;
  int status = 0;
  try {
    // As the server sets them (db/sqlite_connection).
    if (sqlite3_open(argv[1], &database) != SQLITE_OK ||
        sqlite3_exec(database,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                     "PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824;",
                     nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(database));
    }
    std::cout << "{\"per_second\":" << messages_a_second(database, std::atoll(argv[2]), std::atof(argv[3]))
              << "}\n";
  } catch (const std::exception& error) {
    std::cerr << "load_bare_sqlite: " << error.what() << "\n";
    status = 1;
  }
  sqlite3_close(database);
  return status;
}
