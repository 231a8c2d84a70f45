#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "app/check.h"
#include "core/error.h"
#include "db/sqlite_backup.h"
#include "db/sqlite_connection.h"
#include "photos/photo_service.h"
#include "snapshots/manifest.h"
#include "store/snapshot_support.h"

namespace snapshots_test {

namespace fs = std::filesystem;
using snapshots::Cause;
using snapshots::Snapshot;
using support::SnapshotMarket;

namespace {

struct stat status_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

std::int64_t users_in(const fs::path& database) {
  db::SqliteConnection copy(database.string(), db::Access::read_only);
  auto rows = copy.query("SELECT count(*) FROM users");
  rows.next();
  return rows.integer(0);
}

}  // namespace

TEST_CASE("a snapshot is the market as it was, with its photos, and says so") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  market.database.add_post(seller);
  const std::string photo = market.add_photo(seller);
  const Snapshot taken = market.take(Cause::manual, "학기 시작 전");
  market.database.add_user("later");

  CHECK(taken.complete());
  CHECK(taken.manifest.note == "학기 시작 전");
  CHECK(taken.manifest.program_version == "1.2.3");
  CHECK(taken.manifest.counts.users == 1);
  CHECK(taken.manifest.counts.posts == 1);
  CHECK(taken.manifest.counts.photos == 1);
  CHECK(taken.manifest.schema_version > 0);
  CHECK(taken.manifest.photo_bytes == 15);
  CHECK(taken.manifest.new_photo_bytes == 15);
  CHECK(taken.manifest.at == market.clock.now());
  CHECK(taken.verified_at == market.clock.now());
  CHECK(users_in(market.files().database(taken.id())) == 1);
  CHECK(support::contents(market.pooled(photo)) == "fwebp");
  CHECK(app::check_database(market.files().database(taken.id()).string()) == std::vector<std::string>{});
  // A file alone, which reading leaves alone.
  CHECK(std::ranges::distance(fs::directory_iterator(market.files().folder(taken.id()))) == 4);
  CHECK(market.verify(taken.id()) == std::nullopt);
  CHECK(market.files().list().size() == 1);
  // The list of photos is one that coreutils check.
  const std::string check = "cd " + market.settings.directory.string() +
                            " && b2sum -l 256 --strict --check --quiet " + taken.id() + "/photos.b2";
  CHECK(std::system(check.c_str()) == 0);  // NOLINT(concurrency-mt-unsafe): nobody else makes any
}

TEST_CASE("only photos that no snapshot before had come to the pool, as links") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  const std::string first = market.add_photo(seller, "1");
  CHECK(market.take().manifest.new_photo_bytes == 6);
  const std::string second = market.add_photo(seller, "22");
  const Snapshot taken = market.take();
  CHECK(taken.manifest.photo_bytes == 15);
  CHECK(taken.manifest.new_photo_bytes == 9);
  CHECK(market.take().manifest.new_photo_bytes == 0);
  for (const auto& photo : {first, second}) {
    const auto kept = status_of(market.pooled(photo));
    CHECK(kept.st_ino == status_of(market.settings.photos / photo.substr(0, 2) / photo / "full.webp").st_ino);
    CHECK(kept.st_nlink == 2);
  }
  std::vector<std::string> ids;
  CHECK(market.files().each_photo(taken.manifest, [&](const auto& photo) { ids.push_back(photo.id); }));
  CHECK(ids.size() == 2);
}

TEST_CASE("a photo that the market removes stays in its snapshots, and is put back from them") {
  SnapshotMarket market;
  const std::string photo = market.add_photo(market.database.add_user("seller"));
  const Snapshot taken = market.take();
  photos::PhotoFiles(market.settings.photos).remove(photo);
  CHECK(market.verify(taken.id()) == std::nullopt);
  market.run([&](snapshots::Run& run) { run.restore_photos(taken.manifest); });
  CHECK(photos::PhotoFiles(market.settings.photos).complete(photo));
  fs::remove_all(market.settings.directory / "photos");
  photos::PhotoFiles(market.settings.photos).remove(photo);
  CHECK_THROWS_AS(market.run([&](snapshots::Run& run) { run.restore_photos(taken.manifest); }),
                  std::runtime_error);
}

TEST_CASE("a photo of the market that was cut short does not take the place of the good one in the pool") {
  SnapshotMarket market;
  const std::string photo = market.add_photo(market.database.add_user("seller"));
  const Snapshot good = market.take();
  const fs::path own = market.settings.photos / photo.substr(0, 2) / photo / "full.webp";
  // Another file, as whoever copies photos makes it, and who runs out of room.
  const auto write = [&](const std::string& bytes) {
    fs::remove(own);
    support::overwrite(own, bytes);
  };
  for (const std::string bytes : {"fw", "fweb!"}) {
    CAPTURE(bytes);
    write(bytes);
    const Snapshot since = market.take();
    CHECK(since.manifest.photo_bytes == good.manifest.photo_bytes);
    CHECK(market.verify(good.id()) == std::nullopt);
    CHECK(market.verify(since.id()) == std::nullopt);
    CHECK(support::contents(market.pooled(photo)) == "fwebp");
  }
  // The same bytes need no room of their own.
  write("fwebp");
  CHECK(market.verify(market.take().id()) == std::nullopt);
  CHECK(status_of(market.pooled(photo)).st_ino == status_of(own).st_ino);
}

TEST_CASE("no sweep removes a photo between the copy of the database and that of the photos") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  const std::string photo = market.add_photo(seller);
  const photos::PhotoFiles files(market.settings.photos);
  photos::PhotoService service(*market.database, market.clock, files, {});
  market.clock.advance(2 * core::day);
  // The rules are asked when the database is copied and the photos are not yet.
  market.settings.check = [&](const std::string&, const std::function<bool()>&) {
    service.remove_unused();
    service.remove_orphans();
    return std::vector<std::string>{};
  };
  const Snapshot taken = market.take();
  CHECK(market.verify(taken.id()) == std::nullopt);
  CHECK(fs::exists(market.pooled(photo)));
  CHECK(files.complete(photo));
  service.remove_unused();
  CHECK_FALSE(files.complete(photo));
  CHECK(market.verify(taken.id()) == std::nullopt);
}

TEST_CASE("a copy is one state, whatever is written meanwhile") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  // Always as many posts of one as of the other.
  const auto write_pair = [&](int number) {
    market.database->write([&](db::Tx& tx) {
      posts::Draft draft;
      draft.title = draft.book.title = std::string(2000, 'a' + static_cast<char>(number % 26));
      draft.price = 9000;
      draft.condition = "good";
      for (const char* place : {"여기", "저기"}) {
        draft.place = place;
        posts::PostStore().insert(tx, seller, draft, number + 1);
      }
    });
  };
  for (int i = 0; i < 200; ++i) write_pair(i);
  std::atomic<bool> over{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    while (!over) write_pair(++written);
  });
  const std::string copy = market.database.data_dir() + "/copy.db";
  std::int64_t last = 0;
  db::copy_database(market.settings.database.string(), copy, {.pages = 8},
                    [&](std::int64_t done, std::int64_t total) {
                      CHECK(done >= last);
                      CHECK(done <= total);
                      last = done;
                    });
  over = true;
  writer.join();
  CHECK(written > 0);
  db::SqliteConnection read(copy, db::Access::read_only);
  auto rows = read.query(
      "SELECT count(*) FILTER (WHERE place = '여기'), count(*) FILTER (WHERE place = '저기') FROM posts");
  REQUIRE(rows.next());
  CHECK(rows.integer(0) == rows.integer(1));
  CHECK(rows.integer(0) >= 200);
  CHECK(app::check_database(copy) == std::vector<std::string>{});
}

TEST_CASE("what does not come off leaves nothing, and the snapshots before it stay") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  const Snapshot before = market.take();
  const std::string photo = market.add_photo(seller);
  // Ended at each of its steps: a market that stops, or anything else that goes wrong.
  for (const auto step : {snapshots::Step::database, snapshots::Step::checking, snapshots::Step::photos}) {
    market.run([&](snapshots::Run& run) {
      market.settings.check = [&](const std::string&, const std::function<bool()>& stop) {
        if (step == snapshots::Step::checking) run.progress().stop();
        CHECK(stop() == (step == snapshots::Step::checking));
        if (stop()) throw std::runtime_error("interrupted");
        if (step == snapshots::Step::photos) run.progress().stop();
        return std::vector<std::string>{};
      };
      if (step == snapshots::Step::database) run.progress().stop();
      CHECK_THROWS_AS(run.take(Cause::manual, ""), snapshots::Stopped);
    });
    CHECK_FALSE(fs::exists(market.pooled(photo)));
    CHECK(market.files().list().size() == 1);
    for (const auto& name : market.entries()) CHECK_FALSE(name.ends_with(".part"));
  }
  market.settings.check = nullptr;
  market.run([&](snapshots::Run& run) {
    CHECK_THROWS_AS(run.take(Cause::manual, std::string(201, 'a')), core::Error);
    CHECK_THROWS_AS(run.take(Cause::manual, "두 줄\n"), core::Error);
    CHECK_THROWS_AS(run.take(Cause::manual, "\xff"), core::Error);
  });
  CHECK(market.files().list().size() == 1);
  CHECK(market.verify(before.id()) == std::nullopt);
}

TEST_CASE("what a crash leaves is removed by the next run, and nothing else") {
  SnapshotMarket market;
  const std::string photo = market.add_photo(market.database.add_user("seller"));
  const Snapshot taken = market.take();
  const std::string unfinished = snapshots::new_snapshot_id(market.clock.now());
  const std::string orphan = core::new_public_id(), cut = core::new_public_id();
  fs::create_directories(market.files().part(unfinished));
  support::overwrite(market.files().part(unfinished) / "market.db", "half");
  fs::create_directories(market.pooled(orphan).parent_path());
  fs::create_directories(market.pooled(cut).parent_path().string() + ".part");
  support::overwrite(market.settings.directory / "notes.txt", "an operator's");
  CHECK(market.files().list().size() == 1);
  CHECK(market.settle() == std::nullopt);
  CHECK_FALSE(fs::exists(market.files().part(unfinished)));
  CHECK_FALSE(fs::exists(market.pooled(orphan).parent_path()));
  CHECK_FALSE(fs::exists(market.pooled(cut).parent_path().string() + ".part"));
  CHECK(fs::exists(market.settings.directory / "notes.txt"));
  CHECK(fs::exists(market.pooled(photo)));
  // As long as a list names them, its photos stay, be the snapshot damaged or not.
  support::overwrite(market.files().folder(taken.id()) / "manifest.json", "no JSON");
  CHECK(market.settle() == std::nullopt);
  CHECK(fs::exists(market.pooled(photo)));
  market.run([&](snapshots::Run& run) { run.remove(taken.id()); });
  CHECK_FALSE(fs::exists(market.pooled(photo)));
  CHECK(market.files().list().empty());
  CHECK_THROWS_AS(market.run([&](snapshots::Run& run) { run.remove(taken.id()); }), core::Error);
}

TEST_CASE("a market that has lost photos is still kept, and says which") {
  SnapshotMarket market;
  const auto seller = market.database.add_user("seller");
  const std::string lost = market.add_photo(seller);
  market.add_photo(seller);
  photos::PhotoFiles(market.settings.photos).remove(lost);
  const Snapshot taken = market.take();
  CHECK(taken.manifest.lost_photos == std::vector<std::string>{lost});
  CHECK(market.verify(taken.id()) == std::nullopt);
  // All of them at once are a folder that is not mounted.
  for (std::size_t i = 0; i < snapshots::max_lost_photos; ++i) {
    photos::PhotoFiles(market.settings.photos).remove(market.add_photo(seller));
  }
  CHECK_THROWS_WITH_AS(market.take(), doctest::Contains("photos are missing"), std::runtime_error);
}

TEST_CASE("rules that the market itself breaks are told with the snapshot, and do not prevent it") {
  SnapshotMarket market;
  std::vector<std::string> told;
  market.settings.log = [&](bool, std::string_view message, std::string_view detail) {
    told.push_back(std::string(message) + ": " + std::string(detail));
  };
  market.settings.check = [](const std::string&, const std::function<bool()>&) {
    std::vector<std::string> findings(2, "rooms without a door: 7\n");
    for (int i = 0; i < 30; ++i) findings.push_back(std::string(5000, 'a') + std::to_string(i));
    for (int i = 0; i < 30; ++i) findings.push_back(std::to_string(i) + std::string(5000, 'a'));
    return findings;
  };
  const Snapshot taken = market.take();
  CHECK(taken.complete());
  CHECK(taken.manifest.findings.size() == snapshots::max_findings);
  CHECK(taken.manifest.findings[0] == "rooms without a door: 7?");
  CHECK(std::ranges::count(told, "the data break a rule of the market: rooms without a door: 7?") == 1);
  CHECK(market.verify(taken.id()) == std::nullopt);
}

TEST_CASE("one task at a time is at work, of all who use the directory") {
  SnapshotMarket market;
  market.run([&](snapshots::Run&) {
    try {
      market.run([](snapshots::Run&) { FAIL("two at once"); });
      FAIL("no refusal");
    } catch (const core::Error& error) {
      CHECK(error.status == 409);
      CHECK(error.code == "snapshot-running");
    }
  });
  market.run([](snapshots::Run&) {});
}

}  // namespace snapshots_test
