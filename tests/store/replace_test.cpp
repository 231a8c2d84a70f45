// Putting another database in the place of one that is in use.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "db/sqlite.h"
#include "support.h"

namespace replace_test {

namespace {

const auto silent = [](std::int64_t, std::int64_t) {};

// All rows of a state hold its name: a mixture of two states shows.
void fill(db::Database& database, const std::string& state, int rows) {
  database.write([&](db::Tx& tx) {
    tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY, state TEXT NOT NULL, text TEXT NOT NULL) STRICT;");
    for (int i = 0; i < rows; ++i) {
      tx.run("INSERT INTO notes (state, text) VALUES ($1, $2)", state, std::string(500, 'x'));
    }
  });
}

// "old 100": the states whose rows there are, and how many.
std::string states(db::Tx& tx) {
  std::string out;
  auto rows = tx.query("SELECT state, count(*) FROM notes GROUP BY state ORDER BY state");
  while (rows.next()) out += rows.text(0) + " " + rows.text(1) + ";";
  return out;
}

struct Two {
  explicit Two(int rows = 100) {
    fill(database, "old", rows);
    db::SqliteDatabase other(other_path);
    fill(other, "new", rows / 2);
  }
  std::string now() {
    return database.read([](db::Tx& tx) { return states(tx); });
  }
  void replace() {
    const db::Database::Closed closed(database);
    database.replace_with(other_path, silent);
  }

  support::TemporaryDirectory directory;
  const std::string path = (directory.path() / "live.db").string();
  const std::string other_path = (directory.path() / "other.db").string();
  db::SqliteDatabase database{path};
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

TEST_CASE("another database takes the place of the one in use, for readers and the writer alike") {
  Two two;
  CHECK(two.now() == "old 100;");
  two.replace();
  CHECK(two.now() == "new 50;");
  two.database.write([](db::Tx& tx) {
    CHECK(states(tx) == "new 50;");
    tx.run("INSERT INTO notes (state, text) VALUES ('new', '')");
  });
  CHECK(two.now() == "new 51;");
  two.database.checkpoint();
  CHECK(std::filesystem::file_size(two.path + "-wal") == 0);
  two.database.stop();
  db::SqliteDatabase again(two.path);
  CHECK(again.read([](db::Tx& tx) { return states(tx); }) == "new 51;");
}

TEST_CASE("who reads while the database is replaced goes on with the state they began with") {
  Two two;
  two.database.read([&](db::Tx& tx) {
    CHECK(states(tx) == "old 100;");
    std::thread([&] { two.replace(); }).join();
    CHECK(states(tx) == "old 100;");
  });
  CHECK(two.now() == "new 50;");
}

TEST_CASE("a database with other tables can take the place, and what was prepared is prepared anew") {
  Two two;
  db::SqliteDatabase third((two.directory.path() / "third.db").string());
  third.write([](db::Tx& tx) {
    tx.script(
        "CREATE TABLE before (id INTEGER) STRICT; CREATE TABLE notes (text TEXT, state TEXT, id INTEGER) "
        "STRICT;"
        "INSERT INTO notes VALUES ('', 'third', 1);");
  });
  third.stop();
  CHECK(two.now() == "old 100;");
  two.database.write([](db::Tx& tx) { CHECK(states(tx) == "old 100;"); });
  {
    const db::Database::Closed closed(two.database);
    two.database.replace_with((two.directory.path() / "third.db").string(), silent);
  }
  CHECK(two.now() == "third 1;");
  two.database.write([](db::Tx& tx) { CHECK(states(tx) == "third 1;"); });
}

TEST_CASE("a closed database takes no write and tells why, and what was queued before is written") {
  Two two;
  std::promise<void> begun, go_on;
  std::thread busy([&] {
    two.database.write([&](db::Tx&) {
      begun.set_value();
      go_on.get_future().wait();
    });
  });
  begun.get_future().wait();
  std::atomic<int> written{0};
  for (int i = 0; i < 5; ++i) {
    REQUIRE(two.database.post_write(
        [](db::Tx& tx) { tx.run("INSERT INTO notes (state, text) VALUES ('old', '')"); },
        [&](const std::exception_ptr& failure) { written += failure ? 0 : 1; }));
  }
  std::optional<db::Database::Closed> closed;
  std::thread closing([&] { closed.emplace(two.database); });
  while (two.database.refusal().code != "maintenance") std::this_thread::yield();
  CHECK(code_of([&] { two.database.write([](db::Tx&) {}); }) == "maintenance");
  CHECK_FALSE(two.database.post_write([](db::Tx&) {}, [](const std::exception_ptr&) {}));
  go_on.set_value();
  busy.join();
  closing.join();
  CHECK(written == 5);
  CHECK(two.now() == "old 105;");
  CHECK(code_of([&] { two.database.write([](db::Tx&) {}); }) == "maintenance");
  closed.reset();
  two.database.write([](db::Tx&) {});
  CHECK(two.database.refusal().code == "busy");
}

TEST_CASE("everybody who keeps something of the rows is told before the next write") {
  Two two;
  std::vector<std::string> told;
  two.database.on_change({"nothing"}, [&] { told.emplace_back("changed"); });
  two.database.on_replace([&] { told.emplace_back("replaced"); });
  two.replace();
  CHECK(told == std::vector<std::string>{"replaced", "changed"});
}

TEST_CASE("what fails in the middle leaves the old state, and the database goes on") {
  Two two(10'000);
  {
    const db::Database::Closed closed(two.database);
    CHECK_THROWS_WITH(two.database.replace_with(two.other_path,
                                                [](std::int64_t done, std::int64_t total) {
                                                  CHECK((done > 0 && done < total));
                                                  throw std::runtime_error("enough");
                                                }),
                      "enough");
    CHECK(two.now() == "old 10000;");
  }
  two.database.write([](db::Tx& tx) { tx.run("DELETE FROM notes WHERE id > 10"); });
  CHECK(two.now() == "old 10;");
  two.replace();
  CHECK(two.now() == "new 5000;");
}

TEST_CASE("only a closed database can be replaced, and only by one of the same page size") {
  Two two;
  CHECK_THROWS_AS(two.database.replace_with(two.other_path, silent), std::logic_error);
  const std::string odd = (two.directory.path() / "odd.db").string();
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(odd.c_str(), &handle) == SQLITE_OK);
  REQUIRE(sqlite3_exec(handle, "PRAGMA page_size = 8192; CREATE TABLE t (x)", nullptr, nullptr, nullptr) ==
          SQLITE_OK);
  sqlite3_close(handle);
  const db::Database::Closed closed(two.database);
  CHECK_THROWS_AS(two.database.replace_with(odd, silent), std::runtime_error);
  CHECK_THROWS_AS(two.database.replace_with(two.path + "-none", silent), std::runtime_error);
  CHECK(two.now() == "old 100;");
}

TEST_CASE("an attached database is read within writes, and never written") {
  Two two;
  two.database.attach(two.other_path, "other");
  two.database.write([](db::Tx& tx) {
    tx.run("INSERT INTO notes (state, text) SELECT state, '' FROM other.notes");
    CHECK(states(tx) == "new 50;old 100;");
    CHECK_THROWS(tx.run("DELETE FROM other.notes"));
  });
  // Its own writer is not kept out meanwhile.
  db::SqliteDatabase other(two.other_path);
  two.database.write([&](db::Tx&) { other.write([](db::Tx& tx) { tx.run("DELETE FROM notes"); }); });
}

TEST_CASE(
    "readers and writers at work see one state or the other, never both, however often it is replaced") {
  Two two(300);
  std::atomic<bool> over{false};
  std::atomic<int> mixed{0}, refused{0}, written{0}, reads{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      while (!over) {
        const std::string seen = two.now();
        ++reads;
        if (seen.find("old") != std::string::npos && seen.find("new") != std::string::npos) ++mixed;
      }
    });
    threads.emplace_back([&] {
      while (!over) {
        try {
          two.database.write([](db::Tx& tx) {
            tx.run("INSERT INTO notes (state, text) SELECT state, 'more' FROM notes LIMIT 1");
          });
          ++written;
        } catch (const core::Error& error) {
          if (error.code == "maintenance") ++refused;
        }
      }
    });
  }
  for (int round = 0; round < 10; ++round) {
    const int before = written;
    while (written < before + 5) std::this_thread::yield();
    const db::Database::Closed closed(two.database);
    CHECK(two.now().starts_with(round == 0 ? "old" : "new"));
    two.database.replace_with(two.other_path, silent);
    CHECK(two.now() == "new 150;");
    const int turned_away = refused;
    while (refused == turned_away) std::this_thread::yield();
    CHECK(two.now() == "new 150;");
  }
  over = true;
  for (auto& thread : threads) thread.join();
  CHECK(mixed == 0);
  CHECK(reads > 0);
}

TEST_CASE("a process that is killed while it replaces leaves the old state or the new one") {
  support::TemporaryDirectory directory;
  const std::string path = (directory.path() / "live.db").string();
  const std::string other = (directory.path() / "other.db").string();
  const std::string old_state = (directory.path() / "old.db").string();
  for (const auto& [file, state] :
       {std::pair(path, "old"), std::pair(old_state, "old"), std::pair(other, "new")}) {
    db::SqliteDatabase database(file);
    fill(database, state, 4000);
  }
  int olds = 0;
  int news = 0;
  for (int round = 0; round < 40; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        db::SqliteDatabase database(path);
        const db::Database::Closed closed(database);
        for (int i = 0;; ++i) database.replace_with(i % 2 == 0 ? other : old_state, silent);
      } catch (...) {
        _exit(1);
      }
    }
    // Every moment of it has its turn.
    usleep(static_cast<useconds_t>(3000 + round * 1700));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    db::SqliteDatabase database(path);
    database.read([&](db::Tx& tx) {
      const std::string seen = states(tx);
      CHECK((seen == "old 4000;" || seen == "new 4000;"));
      (seen.starts_with("old") ? olds : news) += 1;
      auto rows = tx.query("PRAGMA integrity_check");
      CHECK(rows.next());
      CHECK(rows.text(0) == "ok");
    });
  }
  MESSAGE(olds << " times the old state, " << news << " times the new one");
}

}  // namespace replace_test
