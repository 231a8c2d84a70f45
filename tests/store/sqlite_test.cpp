// What the services rely on in a database: transactions, shared commits, hooks and limits.
#include "db/sqlite.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "support.h"

namespace sqlite_test {

namespace {

struct Notes {
  explicit Notes(db::SqliteLimits limits = {}) : database(path, limits) {
    database.write([](db::Tx& tx) {
      tx.script(
          "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
          "CREATE TABLE pages (note_id INTEGER NOT NULL REFERENCES notes (id)) STRICT;");
    });
  }

  static void insert(db::Tx& tx, const std::string& text) {
    tx.run("INSERT INTO notes (text) VALUES ($1)", text);
  }
  void add(const std::string& text) {
    database.write([&](db::Tx& tx) { insert(tx, text); });
  }
  static std::string all(db::Tx& tx) {
    std::string out;
    auto rows = tx.query("SELECT text FROM notes ORDER BY id");
    while (rows.next()) out.append(out.empty() ? "" : " ").append(rows.view(0));
    return out;
  }
  std::string all() {
    return database.read([](db::Tx& tx) { return all(tx); });
  }

  support::TemporaryDirectory directory;
  const std::string path = (directory.path() / "notes.db").string();
  db::SqliteDatabase database;
};

// Holds the writer until it is let go, so that a test decides what waits together.
class BusyWriter {
 public:
  explicit BusyWriter(db::SqliteDatabase& database) {
    std::promise<void> begun;
    thread_ = std::thread([this, &database, &begun] {
      database.write([&](db::Tx&) {
        begun.set_value();
        released_.get_future().wait();
      });
    });
    begun.get_future().wait();
  }
  ~BusyWriter() { release(); }
  void release() {
    if (!thread_.joinable()) return;
    released_.set_value();
    thread_.join();
  }

 private:
  std::promise<void> released_;
  std::thread thread_;
};

std::string code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const core::Error& error) {
    return error.code;
  }
  return "";
}

}  // namespace

TEST_CASE("what was written is there when the file is opened again") {
  Notes notes;
  notes.add("first");
  notes.database.stop();
  db::SqliteDatabase again(notes.path);
  CHECK(again.read([](db::Tx& tx) { return Notes::all(tx); }) == "first");
}

TEST_CASE("writes that wait together share one commit, in the order in which they came") {
  Notes notes;
  std::atomic<int> commits{0};
  notes.database.on_change({"notes"}, [&] { ++commits; });
  std::atomic<int> done{0};
  {
    BusyWriter busy(notes.database);
    for (int i = 0; i < 10; ++i) {
      REQUIRE(notes.database.post_write([i](db::Tx& tx) { Notes::insert(tx, std::to_string(i)); },
                                        [&](const std::exception_ptr& failure) {
                                          if (!failure) ++done;
                                        }));
    }
    CHECK(notes.database.queued() == 10);
  }
  notes.database.write([](db::Tx&) {});
  CHECK(done == 10);
  CHECK(commits == 1);
  CHECK(notes.all() == "0 1 2 3 4 5 6 7 8 9");
}

TEST_CASE("of many that wait half share a commit, so that the others are answered meanwhile") {
  std::promise<void> all_done;
  Notes notes;
  std::atomic<int> commits{0};
  notes.database.on_change({"notes"}, [&] { ++commits; });
  std::atomic<int> done{0};
  std::vector<int> done_before(100);  // by the time of each write
  {
    BusyWriter busy(notes.database);
    for (std::size_t i = 0; i < done_before.size(); ++i) {
      REQUIRE(notes.database.post_write(
          [&, i](db::Tx& tx) {
            done_before[i] = done;
            Notes::insert(tx, std::to_string(i));
          },
          [&](const std::exception_ptr&) {
            if (++done == 100) all_done.set_value();
          }));
    }
  }
  // Not by another write, which might wait with them and count.
  all_done.get_future().wait();
  CHECK(done == 100);
  CHECK(commits == 2);
  CHECK(done_before.front() == 0);
  CHECK(done_before.back() == 50);
}

TEST_CASE("a write that fails is undone and harms none of those it shares a commit with") {
  Notes notes;
  std::vector<std::string> outcomes(4);
  {
    BusyWriter busy(notes.database);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      REQUIRE(notes.database.post_write(
          [i](db::Tx& tx) {
            Notes::insert(tx, "a" + std::to_string(i));
            if (i == 1) throw std::runtime_error("no");
            if (i == 2) Notes::insert(tx, "a0");  // a clash
          },
          [&outcomes, i](const std::exception_ptr& failure) { outcomes[i] = failure ? "failed" : "done"; }));
    }
  }
  notes.database.write([](db::Tx&) {});
  CHECK(outcomes == std::vector<std::string>{"done", "failed", "failed", "done"});
  CHECK(notes.all() == "a0 a3");
}

namespace {
// What became of writes that wait together, each of which inserts its number and more.
struct Together {
  explicit Together(db::Repeat repeat, const std::function<void(db::Tx&, std::size_t)>& more) {
    notes.database.on_change({"notes"}, [this] { ++commits; });
    {
      BusyWriter busy(notes.database);
      for (std::size_t i = 0; i < runs.size(); ++i) {
        REQUIRE(notes.database.post_write(
            [this, &more, i](db::Tx& tx) {
              ++runs[i];
              tx.after_commit([this, i] { hooks += std::to_string(i); });
              more(tx, i);
            },
            [this, i](const std::exception_ptr& failure) {
              outcomes[i] = failure ? "failed" : "done";
              if (i + 1 == outcomes.size()) all_done.set_value();
            },
            repeat));
      }
    }
    all_done.get_future().wait();
  }

  std::promise<void> all_done;
  Notes notes;
  std::vector<int> runs = std::vector<int>(4);
  std::vector<std::string> outcomes = std::vector<std::string>(4);
  std::string hooks;
  std::atomic<int> commits{0};
};
}  // namespace

TEST_CASE("of repeatable writes one that fails is undone, and the others are run once more") {
  Together together(db::Repeat::yes, [](db::Tx& tx, std::size_t i) {
    Notes::insert(tx, "a" + std::to_string(i));
    if (i == 2) throw std::runtime_error("no");
  });
  CHECK(together.outcomes == std::vector<std::string>{"done", "done", "failed", "done"});
  CHECK(together.notes.all() == "a0 a1 a3");
  CHECK(together.hooks == "013");
  CHECK(together.runs == std::vector<int>{2, 2, 2, 1});
  CHECK(together.commits == 1);
}

TEST_CASE("a repeatable write that is refused before it has written anything costs the others nothing") {
  Together together(db::Repeat::yes, [](db::Tx& tx, std::size_t i) {
    if (i == 0) throw std::runtime_error("no");
    Notes::insert(tx, i == 2 ? "a1" : "a" + std::to_string(i));  // a clash
  });
  CHECK(together.outcomes == std::vector<std::string>{"failed", "done", "failed", "done"});
  CHECK(together.notes.all() == "a1 a3");
  CHECK(together.hooks == "13");
  CHECK(together.runs == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("no write is run twice that is not repeatable") {
  Together together(db::Repeat::no, [](db::Tx& tx, std::size_t i) {
    Notes::insert(tx, "a" + std::to_string(i));
    if (i == 2) throw std::runtime_error("no");
  });
  CHECK(together.outcomes == std::vector<std::string>{"done", "done", "failed", "done"});
  CHECK(together.notes.all() == "a0 a1 a3");
  CHECK(together.hooks == "013");
  CHECK(together.runs == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("a write that fails by itself leaves nothing, and the next one begins anew") {
  Notes notes;
  bool told = false;
  CHECK_THROWS_AS(notes.database.write([&](db::Tx& tx) {
    Notes::insert(tx, "undone");
    tx.after_commit([&] { told = true; });
    throw std::runtime_error("no");
  }),
                  std::runtime_error);
  notes.add("kept");
  CHECK(notes.all() == "kept");
  CHECK_FALSE(told);
}

TEST_CASE("a write that fails leaves nothing of what it did to the schema, though it has changed no row") {
  Notes notes;
  CHECK_THROWS(notes.database.write([](db::Tx& tx) {
    tx.script("CREATE TABLE more (id INTEGER) STRICT; DROP TABLE pages;");
    throw std::runtime_error("no");
  }));
  CHECK_THROWS(notes.database.write([](db::Tx& tx) { tx.run("INSERT INTO more VALUES (1)"); }));
  notes.database.write([](db::Tx& tx) {
    Notes::insert(tx, "first");
    tx.run("INSERT INTO pages VALUES (1)");
  });
  CHECK(notes.all() == "first");
}

TEST_CASE("a write within a write is a part of it") {
  Notes notes;
  notes.database.write([&](db::Tx& tx) {
    Notes::insert(tx, "outer");
    notes.add("inner");
    CHECK(notes.all() == "outer inner");  // a read within it sees its rows
  });
  CHECK(notes.all() == "outer inner");
  CHECK_THROWS(notes.database.write([&](db::Tx&) {
    notes.add("undone with the outer one");
    throw std::runtime_error("no");
  }));
  CHECK(notes.all() == "outer inner");
}

TEST_CASE("whoever goes on when a part of their write has failed is undone as well") {
  Notes notes;
  CHECK_THROWS_AS(notes.database.write([&](db::Tx& tx) {
    Notes::insert(tx, "outer");
    CHECK_THROWS_AS(notes.database.write([](db::Tx& inner) {
      Notes::insert(inner, "inner");
      throw std::runtime_error("no");
    }),
                    std::runtime_error);
  }),
                  std::logic_error);
  CHECK(notes.all().empty());
  notes.add("another");
  CHECK(notes.all() == "another");
}

TEST_CASE("hooks run once their write is durable, and those of a failed one never") {
  Notes notes;
  std::string ran;
  notes.database.write([&](db::Tx& tx) {
    Notes::insert(tx, "kept");
    tx.after_commit([&] { ran += "outer "; });
    notes.database.write([&](db::Tx& inner) { inner.after_commit([&] { ran += "inner "; }); });
    CHECK(ran.empty());
  });
  CHECK(ran == "outer inner ");
  CHECK_THROWS(notes.database.write([&](db::Tx& tx) {
    tx.after_commit([&] { ran += "never "; });
    throw std::runtime_error("no");
  }));
  notes.add("another");
  CHECK(ran == "outer inner ");
}

TEST_CASE("a change is told of the watched tables alone, before its writer goes on") {
  Notes notes;
  int pages = 0;
  int any = 0;
  notes.database.on_change({"pages"}, [&] { ++pages; });
  notes.database.on_change({"notes", "pages"}, [&] { ++any; });
  notes.add("one");
  CHECK(pages == 0);
  CHECK(any == 1);
  notes.database.write([](db::Tx& tx) { tx.run("INSERT INTO pages (note_id) VALUES (1)"); });
  CHECK(pages == 1);
  notes.database.write([](db::Tx& tx) { tx.run("UPDATE notes SET text = 'two' WHERE id = 1"); });
  notes.database.write([](db::Tx& tx) { tx.run("DELETE FROM pages"); });
  CHECK(pages == 2);
  CHECK(any == 4);
  notes.database.write([](db::Tx& tx) { Notes::all(tx); });
  CHECK(any == 4);
}

TEST_CASE("of a table without rowids it counts what is told, once it is committed") {
  Notes notes;
  int marks = 0;
  notes.database.on_change({"marks"}, [&] { ++marks; });
  notes.database.write(
      [](db::Tx& tx) { tx.script("CREATE TABLE marks (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"); });
  notes.database.write([&](db::Tx& tx) {
    tx.run("INSERT INTO marks (name) VALUES ('one')");
    tx.changed("marks");
    CHECK(marks == 0);
  });
  CHECK(marks == 1);
  notes.database.write([](db::Tx& tx) { tx.changed("notes"); });
  CHECK(marks == 1);
}

TEST_CASE("a read sees one state, whatever is committed meanwhile") {
  Notes notes;
  notes.add("before");
  notes.database.read([&](db::Tx& tx) {
    CHECK(Notes::all(tx) == "before");
    std::thread([&] { notes.add("meanwhile"); }).join();
    CHECK(Notes::all(tx) == "before");
  });
  CHECK(notes.all() == "before meanwhile");
}

TEST_CASE("a read cannot write, and one that fails leaves others alone") {
  Notes notes;
  CHECK_THROWS(notes.database.read([](db::Tx& tx) { Notes::insert(tx, "sneaked in"); }));
  CHECK(notes.all().empty());
  CHECK_THROWS_AS(notes.database.read([](db::Tx&) -> bool { throw std::runtime_error("no"); }),
                  std::runtime_error);
  notes.add("fine");
  CHECK(notes.all() == "fine");
}

TEST_CASE("a read that is refused gives its connection back, and goes on from a new state") {
  Notes notes;
  // Only this connection has the table.
  notes.database.read([](db::Tx& tx) { return tx.run("CREATE TEMP TABLE mine (x INTEGER)"); });
  const auto refused = [](db::Tx&) -> bool { throw core::not_found("There is no such note."); };
  CHECK_THROWS_AS(notes.database.read(refused), core::Error);
  notes.add("a");
  CHECK(notes.database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM temp.mine").next(); }) == false);
  CHECK(notes.all() == "a");
}

TEST_CASE("an insert gives the id of its row, whatever was written in between") {
  Notes notes;
  notes.database.write([](db::Tx& tx) {
    const auto insert = [&](std::string_view text) {
      return tx.insert<core::PostId>("INSERT INTO notes (text) VALUES ($1)", text);
    };
    const auto first = insert("first");
    tx.run("INSERT INTO pages (note_id) VALUES ($1)", first);
    const auto second = insert("second");
    CHECK(second.value == first.value + 1);
    auto rows = tx.query("SELECT text FROM notes WHERE id = $1", second);
    REQUIRE(rows.next());
    CHECK(rows.text(0) == "second");
  });
}

TEST_CASE("a clash names its columns, and a reference to nothing is refused") {
  Notes notes;
  notes.add("one");
  std::string columns;
  try {
    notes.add("one");
  } catch (const db::UniqueViolation& clash) {
    CHECK(clash.on("notes.text"));
    columns = clash.columns;
  }
  CHECK(columns == "notes.text");
  CHECK_THROWS(notes.database.write([](db::Tx& tx) { tx.run("INSERT INTO pages (note_id) VALUES (99)"); }));
}

TEST_CASE("values come back as they went in, NUL bytes and quotes too") {
  Notes notes;
  const std::string odd("a\0'\"; DROP TABLE notes; --", 26);
  notes.add(odd);
  notes.database.read([&](db::Tx& tx) {
    auto rows =
        tx.query("SELECT text, NULL, $1, $2 FROM notes WHERE text = $3", std::int64_t{-1}, std::nullopt, odd);
    REQUIRE(rows.next());
    CHECK(rows.text(0) == odd);
    CHECK(rows.null(1));
    CHECK(rows.integer(2) == -1);
    CHECK_FALSE(rows.optional_integer(3));
    CHECK_FALSE(rows.next());
  });
}

TEST_CASE("a write beyond the queue is refused as busy at once") {
  Notes notes({.queue = 2, .batch = 256});
  BusyWriter busy(notes.database);
  std::atomic<int> done{0};
  const auto count = [&](const std::exception_ptr&) { ++done; };
  REQUIRE(notes.database.post_write([](db::Tx&) {}, count));
  REQUIRE(notes.database.post_write([](db::Tx&) {}, count));
  CHECK_FALSE(notes.database.post_write([](db::Tx&) {}, count));
  CHECK(code_of([&] { notes.add("too much"); }) == "busy");
  busy.release();
  notes.database.stop();
  CHECK(done == 2);
}

TEST_CASE("stop finishes what was queued and refuses the rest") {
  Notes notes;
  std::atomic<int> done{0};
  for (int i = 0; i < 300; ++i) {
    REQUIRE(notes.database.post_write([i](db::Tx& tx) { Notes::insert(tx, std::to_string(i)); },
                                      [&](const std::exception_ptr& failure) {
                                        if (!failure) ++done;
                                      }));
  }
  notes.database.stop();
  CHECK(done == 300);
  CHECK(code_of([&] { notes.add("late"); }) == "busy");
  CHECK(notes.database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT count(*) FROM notes");
    rows.next();
    return rows.integer(0);
  }) == 300);
}

TEST_CASE("after a stop everything is in the one file") {
  Notes notes;
  notes.add("here");
  CHECK(std::filesystem::file_size(notes.path + "-wal") > 0);
  CHECK(notes.all() == "here");  // and a reader's connection is open
  notes.database.stop();
  CHECK(std::filesystem::file_size(notes.path + "-wal") == 0);
}

TEST_CASE("the log is moved into the file while writing goes on, and begins anew") {
  Notes notes({.log_pages = 16});
  constexpr std::uintmax_t page = 4096;
  // How soon is the disk's matter. What was written by then is twice as much as the log ever was.
  std::uintmax_t written = 0;
  for (int i = 0; i < 20'000 && written < 2 * std::filesystem::file_size(notes.path + "-wal"); ++i) {
    notes.add(std::to_string(i) + std::string(16 * page, '.'));
    written += 16 * page;
  }
  CHECK(written >= 2 * std::filesystem::file_size(notes.path + "-wal"));
  CHECK(std::filesystem::file_size(notes.path) > page * 16);
}

TEST_CASE("who goes on reading keeps their state in the log, and nobody waits for them to end") {
  Notes notes({.log_pages = 16});
  notes.add("old");
  notes.database.read([&](db::Tx& tx) {
    CHECK(Notes::all(tx) == "old");
    std::thread([&] {
      for (int i = 0; i < 100; ++i) notes.add(std::to_string(i));
    }).join();
    CHECK(Notes::all(tx) == "old");
  });
  CHECK(notes.all().ends_with(" 98 99"));
}

TEST_CASE("a stop in the midst of checkpoints leaves everything in the one file") {
  Notes notes({.log_pages = 1});
  for (int i = 0; i < 50; ++i) notes.add(std::to_string(i));
  notes.database.stop();
  CHECK(std::filesystem::file_size(notes.path + "-wal") == 0);
  db::SqliteDatabase again(notes.path);
  CHECK(again.read([](db::Tx& tx) { return Notes::all(tx); }).ends_with(" 48 49"));
}

TEST_CASE("stop does not wait for who holds the database locked") {
  Notes notes;
  db::SqliteConnection other(notes.path, db::Access::read_write);
  other.script("BEGIN IMMEDIATE");
  std::promise<std::string> told;
  REQUIRE(notes.database.post_write([](db::Tx& tx) { Notes::insert(tx, "never"); },
                                    [&](const std::exception_ptr& failure) {
                                      told.set_value(code_of([&] { std::rethrow_exception(failure); }));
                                    }));
  // Far less than the writer's patience with a lock.
  auto stopped = std::async(std::launch::async, [&] { notes.database.stop(); });
  CHECK(stopped.wait_for(std::chrono::seconds(4)) == std::future_status::ready);
  CHECK(told.get_future().get() == "busy");
  other.script("ROLLBACK");
  CHECK(notes.all().empty());
}

TEST_CASE("many threads write and read at once, and every write is there") {
  Notes notes;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&notes, t] {
      for (int i = 0; i < 50; ++i) notes.add(std::to_string(t) + "-" + std::to_string(i));
    });
    threads.emplace_back([&notes] {
      for (int i = 0; i < 50; ++i) notes.all();
    });
  }
  for (auto& thread : threads) thread.join();
  const std::string all = notes.all();
  CHECK(std::count(all.begin(), all.end(), ' ') == 199);
}

TEST_CASE("the writer tells what it commits, what it refuses and that it has stopped") {
  using Clock = db::WriterStats::Clock;
  Notes notes({.queue = 2});
  const auto& stats = notes.database.writer_stats();
  const auto commits = stats.batches.snapshot().count();
  {
    BusyWriter busy(notes.database);
    CHECK(stats.stalled(Clock::now() + std::chrono::hours(1)) > std::chrono::minutes(59));
    CHECK(notes.database.writer_lane().running == 1);
    const auto ignored = [](const std::exception_ptr&) {};
    CHECK(notes.database.post_write([](db::Tx& tx) { Notes::insert(tx, "one"); }, ignored));
    CHECK(notes.database.post_write([](db::Tx& tx) { Notes::insert(tx, "two"); }, ignored));
    CHECK_FALSE(notes.database.post_write([](db::Tx& tx) { Notes::insert(tx, "no"); }, ignored));
    const auto lane = notes.database.writer_lane();
    CHECK(lane.queued == 2);
    CHECK(lane.limit == 2);
    CHECK(lane.refused == 1);
  }
  // As long as those two wait there is no room for a third.
  while (notes.database.writer_lane().queued > 0) std::this_thread::yield();
  notes.add("three");
  const auto batches = stats.batches.snapshot();
  CHECK(batches.count() >= commits + 2);
  CHECK(stats.seconds.snapshot().count() == batches.count());
  CHECK(stats.stalled(Clock::now() + std::chrono::hours(1)) == Clock::duration::zero());
  CHECK(stats.failures == 0);
}

}  // namespace sqlite_test
