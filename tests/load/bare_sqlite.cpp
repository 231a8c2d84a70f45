// What writing is compared with: sqlite3 alone, writing the rows that a message or a post writes, in durable
// transactions of a given number of them.
//   load_bare_sqlite DATABASE messages|posts BATCH SECONDS [PER_SECOND]     on a database made by load_fill;
//   prints how many a second; and, when they come at a given pace, how long each took from its time until it
//   was on disk
// As many rooms are written in, or people sell, as there are writes in a transaction: as by that many
// writers. A message is six rows: its own, its room's counters, and for each of the two its event and the
// number of their stream. A post is its own row with its indexes, its words in the full-text index, its place
// in the queue of what is held against saved searches, and the leaving of that queue, a batch later. Which
// words it is found by is worked out before the time begins.
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "load/bare_database.h"
#include "load/connections.h"
#include "load/writing.h"
#include "posts/post_json.h"
#include "posts/post_store.h"

namespace {

using load::Statement;
using Clock = std::chrono::steady_clock;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class Writer {
 public:
  virtual ~Writer() = default;
  virtual void write() = 0;
  // Once in each transaction, before its first write().
  virtual void begin() {}
};

class Messages : public Writer {
 public:
  Messages(sqlite3* database, int rooms)
      : database_(database),
        rooms_(rooms),
        room_(database,
              "UPDATE rooms SET last_seq = last_seq + 1, last_message_at = ?, seller_unread = seller_unread "
              "+ 1 WHERE id = ?"),
        seq_(database, "SELECT last_seq FROM rooms WHERE id = ?"),
        message_(database,
                 "INSERT INTO messages (room_id, seq, sender_id, kind, body, client_id, sent_at) "
                 "VALUES (?, ?, ?, 'text', ?, ?, ?)"),
        stream_(database,
                "INSERT INTO event_streams (user_id, newest) VALUES (?, 1) "
                "ON CONFLICT (user_id) DO UPDATE SET newest = newest + 1"),
        event_(database,
               "INSERT INTO events (user_id, seq, type, at, room_id, post_id, message_id) "
               "VALUES (?1, (SELECT newest FROM event_streams WHERE user_id = ?1), 'message', ?2, ?3, ?4, "
               "?5)") {}

  void write() override {
    const std::int64_t room = 1 + ++count_ % rooms_;
    const std::int64_t now = now_ms();
    const std::int64_t buyer = 2 * room - 1;
    room_.bind(now).bind(room).run();
    const std::int64_t seq = seq_.bind(room).run();
    const std::string client_id = "bare-" + std::to_string(now) + "-" + std::to_string(count_);
    message_.bind(room).bind(seq).bind(buyer).bind(load::message_body).bind(client_id).bind(now).run();
    const std::int64_t message = sqlite3_last_insert_rowid(database_);
    for (const std::int64_t user : {buyer, buyer + 1}) {
      stream_.bind(user).run();
      event_.bind(user).bind(now).bind(room).bind(room).bind(message).run();
    }
  }

 private:
  sqlite3* database_;
  const std::int64_t rooms_;
  std::int64_t count_ = 0;
  Statement room_;
  Statement seq_;
  Statement message_;
  Statement stream_;
  Statement event_;
};

class Posts : public Writer {
 public:
  Posts(sqlite3* database, int sellers)
      : database_(database),
        sellers_(sellers),
        post_(database,
              "INSERT INTO posts (seller_id, status, title, book_title, book_author, book_publisher, "
              "book_edition, price, condition, condition_flags, place, description, major, course_name, "
              "course_professor, created_at, updated_at, bumped_at, major_key, course_key, book_key) "
              "VALUES (?1, 'selling', ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?14, "
              "?15, ?16, ?17)"),
        words_(database, "INSERT INTO post_index (rowid, tokens) VALUES (?, ?)"),
        next_(database, "UPDATE alert_tickets SET newest = newest + 1"),
        ticket_(database, "SELECT newest FROM alert_tickets"),
        queue_(database, "INSERT INTO alert_queue (ticket, post_id) VALUES (?, ?)"),
        leave_(database, "DELETE FROM alert_queue WHERE ticket = ?") {
    for (std::int64_t i = 0; i < load::different_posts; ++i)
      known_.emplace_back(posts::read_draft(load::post_body(i)));
  }

  void begin() override {
    for (const std::int64_t ticket : waiting_) leave_.bind(ticket).run();
    waiting_.clear();
  }

  void write() override {
    const posts::NewPost& known = known_[static_cast<std::size_t>(++count_ % load::different_posts)];
    const posts::Draft& draft = known.draft;
    post_.bind(2 * (1 + count_ % sellers_)).bind(draft.title).bind(draft.book.title).bind(draft.book.author);
    post_.bind(draft.book.publisher).bind(draft.book.edition).bind(draft.price).bind(draft.condition);
    post_.bind(draft.place).bind(draft.description).bind(draft.major).bind(draft.course);
    post_.bind(draft.professor).bind(now_ms()).bind(known.major_key).bind(known.course_key);
    post_.bind(known.book_key).run();
    const std::int64_t post = sqlite3_last_insert_rowid(database_);
    words_.bind(post).bind(known.words).run();
    next_.run();
    waiting_.push_back(ticket_.run());
    queue_.bind(waiting_.back()).bind(post).run();
  }

 private:
  sqlite3* database_;
  const std::int64_t sellers_;
  std::vector<posts::NewPost> known_;
  std::vector<std::int64_t> waiting_;  // tickets of the last transaction
  std::int64_t count_ = 0;
  Statement post_;
  Statement words_;
  Statement next_;
  Statement ticket_;
  Statement queue_;
  Statement leave_;
};

double written_a_second(sqlite3* database, Writer& writer, int batch, double seconds) {
  Statement begin(database, "BEGIN IMMEDIATE");
  Statement commit(database, "COMMIT");
  const auto start = Clock::now();
  std::chrono::duration<double> passed{0};
  std::int64_t count = 0;
  for (; passed.count() < seconds; passed = Clock::now() - start) {
    begin.run();
    writer.begin();
    for (int i = 0; i < batch; ++i) writer.write();
    commit.run();
    count += batch;
  }
  return static_cast<double>(count) / passed.count();
}

// One in a transaction, each when its time has come.
std::vector<double> times_at_pace(sqlite3* database, Writer& writer, double per_second, double seconds) {
  Statement begin(database, "BEGIN IMMEDIATE");
  Statement commit(database, "COMMIT");
  std::vector<double> times_ms;
  const auto start = Clock::now();
  for (int i = 0; i < static_cast<int>(per_second * seconds); ++i) {
    const auto due =
        start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(i / per_second));
    std::this_thread::sleep_until(due);
    begin.run();
    writer.begin();
    writer.write();
    commit.run();
    times_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
  }
  return times_ms;
}

std::unique_ptr<Writer> writer_of(sqlite3* database, std::string_view what, int writers) {
  if (what == "posts") return std::make_unique<Posts>(database, writers);
  return std::make_unique<Messages>(database, writers);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 5 || argc == 6 ? argv[2] : "";
  if (what != "messages" && what != "posts") {
    std::cerr << "usage: load_bare_sqlite DATABASE messages|posts BATCH SECONDS [PER_SECOND]\n";
    return 2;
  }
  try {
    // As long a log as the server's (db::SqliteLimits).
    const load::Database database(argv[1], "PRAGMA wal_autocheckpoint = 4096");
    const int batch = std::atoi(argv[3]);
    const double seconds = std::atof(argv[4]);
    const auto writer = writer_of(database.get(), what, batch);
    if (argc == 6) {
      const auto times_ms = times_at_pace(database.get(), *writer, std::atof(argv[5]), seconds);
      std::cout << "{" << load::percentiles("disk", times_ms) << "}\n";
    } else {
      std::cout << "{\"per_second\":" << written_a_second(database.get(), *writer, batch, seconds) << "}\n";
    }
  } catch (const std::exception& error) {
    std::cerr << "load_bare_sqlite: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
