#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/error.h"
#include "db/sqlite_connection.h"
#include "snapshots/manifest.h"
#include "store/snapshot_support.h"

namespace damaged_snapshots_test {

namespace fs = std::filesystem;
using snapshots::Manifest;
using snapshots::Snapshot;
using support::contents;
using support::overwrite;
using support::SnapshotMarket;

namespace {

// Another byte where one was, and nothing else.
void flip(const fs::path& path, std::size_t at) {
  std::string bytes = contents(path);
  bytes.at(at) = static_cast<char>(bytes[at] ^ 1);
  // A photo's file is the market's own, too, as it is a link.
  fs::remove(path);
  overwrite(path, bytes);
}

void replace_text(const fs::path& path, const std::string& what, const std::string& with) {
  std::string text = contents(path);
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  overwrite(path, text.replace(at, what.size(), with));
}

struct Scene {
  SnapshotMarket& market;
  fs::path folder;
  std::string photo;
};

struct Damage {
  const char* what;
  void (*break_it)(const Scene&);
  const char* fault;
  bool seen_at_once;  // also without a look at all of it
};

const Damage damages[] = {
    {"a database cut short", [](const Scene& s) { fs::resize_file(s.folder / "market.db", 8192); },
     "truncated-database", true},
    {"a longer database", [](const Scene& s) { fs::resize_file(s.folder / "market.db", 8'000'000); },
     "database-changed", true},
    {"an empty database", [](const Scene& s) { overwrite(s.folder / "market.db", ""); }, "truncated-database",
     true},
    {"no database", [](const Scene& s) { fs::remove(s.folder / "market.db"); }, "missing-database", true},
    {"a flipped bit of the database", [](const Scene& s) { flip(s.folder / "market.db", 20'000); },
     "database-changed", false},
    {"a database that is a link",
     [](const Scene& s) {
       fs::rename(s.folder / "market.db", s.market.database.data_dir() + "/elsewhere.db");
       fs::create_symlink(s.market.database.data_dir() + "/elsewhere.db", s.folder / "market.db");
     },
     "missing-database", true},
    {"a log beside the database, which SQLite would apply",
     [](const Scene& s) { overwrite(s.folder / "market.db-wal", "anything"); }, "unknown-files", false},
    {"a file of somebody's", [](const Scene& s) { overwrite(s.folder / "readme.txt", "hello"); },
     "unknown-files", false},
    {"a folder of somebody's", [](const Scene& s) { fs::create_directory(s.folder / "more"); },
     "unknown-files", false},
    {"no manifest", [](const Scene& s) { fs::remove(s.folder / "manifest.json"); }, "missing-manifest", true},
    {"a manifest that is no JSON", [](const Scene& s) { overwrite(s.folder / "manifest.json", "{\"id\": "); },
     "unreadable-manifest", true},
    {"a manifest that is something else",
     [](const Scene& s) { overwrite(s.folder / "manifest.json", "[1, 2]"); }, "unreadable-manifest", true},
    {"a manifest of another one",
     [](const Scene& s) {
       replace_text(s.folder / "manifest.json", s.folder.filename().string(), "20200101T000000-aaaaaa");
     },
     "unreadable-manifest", true},
    {"a manifest of another form",
     [](const Scene& s) { replace_text(s.folder / "manifest.json", "\"format\":1", "\"format\":2"); },
     "unreadable-manifest", true},
    {"a manifest with a number that is none",
     [](const Scene& s) {
       replace_text(s.folder / "manifest.json", "\"photo_bytes\":", "\"photo_bytes\":-");
     },
     "unreadable-manifest", true},
    {"a manifest of a gigabyte", [](const Scene& s) { fs::resize_file(s.folder / "manifest.json", 1 << 30); },
     "unreadable-manifest", true},
    {"a manifest that is nested without end",
     [](const Scene& s) { overwrite(s.folder / "manifest.json", std::string(500'000, '[')); },
     "unreadable-manifest", true},
    {"a manifest that is a pipe, which nobody writes to",
     [](const Scene& s) {
       fs::remove(s.folder / "manifest.json");
       REQUIRE(::mkfifo((s.folder / "manifest.json").c_str(), 0600) == 0);
     },
     "missing-manifest", true},
    {"a manifest that is a link",
     [](const Scene& s) {
       fs::remove(s.folder / "manifest.json");
       fs::create_symlink("/etc/passwd", s.folder / "manifest.json");
     },
     "missing-manifest", true},
    {"no list of photos", [](const Scene& s) { fs::remove(s.folder / "photos.b2"); }, "missing-photo-list",
     true},
    {"an empty list of photos", [](const Scene& s) { overwrite(s.folder / "photos.b2", ""); },
     "photo-list-changed", false},
    {"another digit in the list of photos", [](const Scene& s) { flip(s.folder / "photos.b2", 1); },
     "photo-list-changed", false},
    {"a list of photos that leads elsewhere",
     [](const Scene& s) { replace_text(s.folder / "photos.b2", "photos/", "../../"); }, "photo-list-changed",
     false},
    {"a missing photo", [](const Scene& s) { fs::remove(s.market.pooled(s.photo, "card")); }, "missing-photo",
     false},
    {"no pool at all", [](const Scene& s) { fs::remove_all(s.market.settings.directory / "photos"); },
     "missing-photo", false},
    {"a flipped bit of a photo", [](const Scene& s) { flip(s.market.pooled(s.photo), 2); }, "photo-changed",
     false},
    {"a photo that is a link",
     [](const Scene& s) {
       fs::remove(s.market.pooled(s.photo));
       fs::create_symlink("/etc/passwd", s.market.pooled(s.photo));
     },
     "missing-photo", false},
};

// With checksums that fit, as who wants to do harm would make them.
void sign_again(const Scene& scene) {
  const std::string id = scene.folder.filename().string();
  Manifest manifest = *snapshots::read_manifest(contents(scene.folder / "manifest.json"), id);
  snapshots::disk::Sum sum;
  sum.add(contents(scene.folder / "market.db"));
  manifest.database_sum = sum.take();
  manifest.database_bytes = static_cast<std::int64_t>(fs::file_size(scene.folder / "market.db"));
  overwrite(scene.folder / "manifest.json", snapshots::manifest_json(manifest));
}

const Damage signed_damages[] = {
    {"no database at all",
     [](const Scene& s) { overwrite(s.folder / "market.db", std::string(20'000, 'x')); }, "database-damaged",
     false},
    {"an empty one", [](const Scene& s) { overwrite(s.folder / "market.db", ""); }, "database-damaged",
     false},
    {"one with pages of nonsense",
     [](const Scene& s) {
       std::string bytes = contents(s.folder / "market.db");
       overwrite(s.folder / "market.db", bytes.replace(16'384, 40'000, std::string(40'000, '\x5a')));
     },
     "database-damaged", false},
    {"a photo more than the list has",
     [](const Scene& s) {
       db::SqliteConnection copy((s.folder / "market.db").string(), db::Access::read_write);
       copy.run("INSERT INTO photos (id, owner_id, width, height, created_at) VALUES ($1, 1, 1, 1, 1)",
                core::new_public_id());
       copy.script("PRAGMA journal_mode = DELETE");
     },
     "missing-photo", false},
    {"a photo whose id leads elsewhere",
     [](const Scene& s) {
       db::SqliteConnection copy((s.folder / "market.db").string(), db::Access::read_write);
       copy.run("UPDATE photos SET id = '../../../../etc/passwd'");
       copy.script("PRAGMA journal_mode = DELETE");
     },
     "database-damaged", false},
    {"photos that are a view without an end",
     [](const Scene& s) {
       db::SqliteConnection copy((s.folder / "market.db").string(), db::Access::read_write);
       copy.script(
           "PRAGMA foreign_keys = OFF; DROP TABLE photos; CREATE VIEW photos AS WITH RECURSIVE n(id) AS "
           "(SELECT 1 "
           "UNION ALL SELECT id + 1 FROM n) SELECT id FROM n; PRAGMA journal_mode = DELETE");
     },
     "database-damaged", false},
};

void check(const Damage& damage, void (*afterwards)(const Scene&)) {
  CAPTURE(damage.what);
  SnapshotMarket market;
  const std::string photo = market.add_photo(market.database.add_user("seller"));
  const std::string whole = market.take().id();
  const std::string id = market.take().id();
  const Scene scene{market, market.files().folder(id), photo};
  damage.break_it(scene);
  if (afterwards != nullptr) afterwards(scene);

  CHECK(market.files().find(id)->complete() == !damage.seen_at_once);
  CHECK(market.verify(id).value_or("nothing") == damage.fault);
  // It stays marked, in the list as well, in which the others are as they were.
  const auto all = market.files().list();
  REQUIRE(all.size() == 2);
  CHECK(all[0].id() == id);
  CHECK(all[0].fault.value_or("nothing") == damage.fault);
  CHECK(all[1].complete());
  // The market goes on, and its next one is whole.
  const Snapshot next = market.take();
  CHECK(next.complete());
  CHECK(market.verify(next.id()) == std::nullopt);
  CHECK(market.settle() == std::nullopt);
  CHECK(market.files().find(whole));
}

}  // namespace

TEST_CASE("whatever is wrong with a snapshot, it is told and nothing comes of it") {
  for (const Damage& damage : damages) check(damage, nullptr);
}

TEST_CASE("checksums that fit do not make a market of it") {
  for (const Damage& damage : signed_damages) check(damage, sign_again);
}

TEST_CASE("what is no snapshot is passed over") {
  SnapshotMarket market;
  const std::string id = market.take().id();
  const auto root = market.settings.directory;
  fs::create_directory(root / "20260101T000000-abcdeF");
  fs::create_directory(root / "backup of friday");
  overwrite(root / "20260101T000000-abcdef", "a file");
  fs::create_directory_symlink(root / id, root / "20260101T000000-bbbbbb");
  REQUIRE(market.files().list().size() == 1);
  CHECK_FALSE(market.files().find("20260101T000000-bbbbbb"));
  CHECK_FALSE(market.files().find("../snapshots/" + id));
  CHECK_FALSE(market.files().find(""));
  CHECK_THROWS_AS((void)market.files().folder("../" + id), std::invalid_argument);
  CHECK_THROWS_AS(market.verify("20260101T000000-bbbbbb"), core::Error);
  // Nor is anything in what a link leads to removed.
  const auto elsewhere = fs::path(market.database.data_dir()) / "elsewhere";
  fs::create_directories(elsewhere / "market");
  fs::create_directory_symlink(elsewhere, root / "20260101T000000-cccccc.part");
  CHECK(market.settle() == std::nullopt);
  CHECK(fs::exists(elsewhere / "market"));
}

TEST_CASE("a damaged snapshot is whole again once what was missing is back") {
  SnapshotMarket market;
  market.add_photo(market.database.add_user("seller"));
  const std::string id = market.take().id();
  const fs::path database = market.files().database(id);
  fs::rename(database, database.string() + ".away");
  CHECK(market.verify(id).has_value());
  fs::rename(database.string() + ".away", database);
  CHECK(market.verify(id) == std::nullopt);
  CHECK(market.files().find(id)->complete());
}

}  // namespace damaged_snapshots_test
