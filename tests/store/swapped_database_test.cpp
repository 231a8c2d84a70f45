// A database that somebody has put in the place of the one that was served: apps begin anew, and no number
// comes again.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "app/check.h"
#include "app/services.h"
#include "app/snapshot_settings.h"
#include "db/sqlite_backup.h"
#include "snapshots/snapshot_run.h"
#include "support.h"

namespace swapped_database_test {

namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;

class Market {
 public:
  // What it is after a start: its incarnation, as cursors of events have it, and the number of the next post.
  struct State {
    std::string epoch;
    std::int64_t posts = 0;
    bool operator==(const State&) const = default;
  };
  State start() {
    app::Services services(config(), clock_);
    return services.database.write([&](db::Tx& tx) {
      auto rows = tx.query("SELECT seq FROM sqlite_sequence WHERE name = 'posts'");
      rows.next();
      return State{events::read_epoch(tx), rows.integer(0)};
    });
  }
  // In the market as it is served.
  void run(const std::string& sql) {
    db::SqliteDatabase database(file().string());
    database.write([&](db::Tx& tx) { tx.script(sql); });
  }
  std::string take_snapshot() {
    std::string id;
    snapshots::run_alone(app::snapshot_settings(config()), clock_, snapshots::Task::snapshot, "",
                         [&](snapshots::Run& run) { id = run.take(snapshots::Cause::manual, "").id(); });
    return id;
  }
  void go_back(const std::string& id) {
    app::Services services(config(), clock_);
    snapshots::run_alone(
        app::snapshot_settings(config()), clock_, snapshots::Task::rollback, id, [&](snapshots::Run& run) {
          services.rollbacks.go_back(
              run, {id, "", {.user = {}, .source = "operator", .request_id = {}}, std::nullopt});
        });
    epoch_of_rollback = services.database.read([](db::Tx& tx) { return events::read_epoch(tx); });
  }
  std::string epoch_of_rollback;
  fs::path file() const { return data() / "market.db"; }
  fs::path data() const { return directory_.path() / "data"; }
  fs::path aside() const { return directory_.path() / "aside.db"; }
  void put_back(const fs::path& copy) { fs::copy_file(copy, file(), fs::copy_options::overwrite_existing); }

 private:
  app::Config config() const {
    app::Config config;
    config.data_dir = data().string();
    config.migrations_dir = GIRAFFE_SOURCE_DIR "/migrations";
    config.argon2_mib = 1;
    config.argon2_passes = 1;
    config.snapshot_ms = 0;
    return config;
  }

  support::TemporaryDirectory directory_;
  const core::SystemClock clock_{};
};

}  // namespace

TEST_CASE("a market that is started again is the same one") {
  Market market;
  const auto first = market.start();
  CHECK(market.start() == first);
  CHECK(market.start() == first);
}

TEST_CASE(
    "a copy from before the last start that is brought back is another state, and numbers do not come "
    "again") {
  Market market;
  const auto first = market.start();
  fs::copy_file(market.file(), market.aside());
  CHECK(market.start() == first);
  market.put_back(market.aside());
  const auto then = market.start();
  CHECK(then.epoch != first.epoch);
  CHECK(then.posts > first.posts);
  CHECK(market.start() == then);
  CHECK(app::check_database(market.file().string()).empty());
}

TEST_CASE("so is a snapshot, also one that was taken since the last start") {
  Market market;
  const auto first = market.start();
  const auto id = market.take_snapshot();
  market.put_back(market.data() / "snapshots" / id / "market.db");
  SUBCASE("") {}
  SUBCASE("also in a directory of its own") {
    for (const auto& entry : fs::directory_iterator(market.data())) {
      if (entry.path() != market.file()) fs::remove_all(entry.path());
    }
  }
  const auto then = market.start();
  CHECK(then.epoch != first.epoch);
  CHECK(then.posts > first.posts);
  CHECK(market.start() == then);
}

TEST_CASE("neither the first start that looks for this is a reason, nor one that was cut off") {
  Market market;
  const auto first = market.start();
  const auto note = market.data() / "last-start";
  SUBCASE("of a market from before") {
    fs::remove(note);
    market.run("DELETE FROM meta WHERE name = 'start'");
  }
  // The file comes first, with what the database has and what it is to get.
  SUBCASE("before the database had it") {
    std::ofstream(note, std::ios::app) << "to-come\n";
  }
  SUBCASE("after the database had it") {
    std::ofstream(note, std::ios::app) << "has-come\n";
    market.run("UPDATE meta SET value = 'has-come' WHERE name = 'start'");
  }
  SUBCASE("the very first time") {
    std::ofstream(note) << "none\nto-come\n";
    market.run("DELETE FROM meta WHERE name = 'start'");
  }
  CHECK(market.start() == first);
}

TEST_CASE("who goes back begins a new state once, and not again with the next start") {
  Market market;
  market.start();
  const auto id = market.take_snapshot();
  market.go_back(id);
  const auto then = market.start();
  CHECK(market.start() == then);
  CHECK(then.epoch == market.epoch_of_rollback);
}

}  // namespace swapped_database_test
