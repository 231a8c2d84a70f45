#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "snapshots/second_target.h"
#include "store/snapshot_support.h"

namespace second_target_test {

namespace fs = std::filesystem;
using snapshots::Cause;
using support::SnapshotMarket;

namespace {

struct Copied : SnapshotMarket {
  Copied() {
    settings.copy_directory = target;
    fs::create_directory(target);
  }

  snapshots::SnapshotFiles there() const { return snapshots::SnapshotFiles(target); }
  std::size_t photos_there() const {
    std::size_t count = 0;
    if (!fs::exists(target / "photos")) return 0;
    for (const auto& entry : fs::recursive_directory_iterator(target / "photos"))
      count += entry.is_regular_file();
    return count;
  }

  fs::path target = fs::path(database.data_dir()) / "copy";
};

}  // namespace

TEST_CASE("the second target gets what the first one has, whole and with its photos once") {
  Copied market;
  const auto seller = market.database.add_user("seller");
  const std::string photo = market.add_photo(seller);
  const auto first = market.take();
  CHECK(market.settle() == std::nullopt);
  market.add_photo(seller);
  const auto second = market.take();
  CHECK(market.settle() == std::nullopt);
  CHECK(market.there().list().size() == 2);
  CHECK(market.photos_there() == 6);
  // Files of their own: what happens to the first ones does not happen to them.
  struct stat here {};
  struct stat there {};
  REQUIRE(::stat(market.pooled(photo).c_str(), &here) == 0);
  REQUIRE(::stat((market.target / "photos" / photo.substr(0, 2) / photo / "full.webp").c_str(), &there) == 0);
  CHECK(here.st_ino != there.st_ino);

  // They can be used as they are there: as the first target of another market.
  market.settings.directory = market.target;
  market.settings.copy_directory.clear();
  CHECK(market.verify(first.id()) == std::nullopt);
  CHECK(market.verify(second.id()) == std::nullopt);
}

TEST_CASE("a second target that is away is told, nothing is made in its stead, and it is caught up with") {
  Copied market;
  market.take();
  CHECK(market.settle() == std::nullopt);
  // Not mounted: there is no such directory, or an empty one.
  fs::rename(market.target, market.target.string() + ".away");
  market.take();
  CHECK(market.settle()->find("not there") != std::string::npos);
  CHECK_FALSE(fs::exists(market.target));
  fs::create_directory(market.target);
  market.take();
  CHECK(market.settle()->find("not the one that was used before") != std::string::npos);
  CHECK(fs::is_empty(market.target));
  fs::remove(market.target);
  fs::rename(market.target.string() + ".away", market.target);
  CHECK(market.settle() == std::nullopt);
  CHECK(market.there().list().size() == 3);
  // Another one, as the operator says by removing the name.
  fs::rename(market.target, market.target.string() + ".old");
  fs::create_directory(market.target);
  fs::remove(market.settings.directory / "second-target");
  CHECK(market.settle() == std::nullopt);
  CHECK(market.there().list().size() == 3);
}

TEST_CASE("the second target is never the first") {
  Copied market;
  market.take();
  fs::remove(market.target);
  fs::create_directory_symlink(market.settings.directory, market.target);
  CHECK(market.settle()->find("itself") != std::string::npos);
}

TEST_CASE("what is damaged on either side is not copied, and what was is made good") {
  Copied market;
  const std::string photo = market.add_photo(market.database.add_user("seller"));
  const auto taken = market.take();
  CHECK(market.settle() == std::nullopt);
  fs::resize_file(market.there().database(taken.id()), 100);
  CHECK_FALSE(market.there().find(taken.id())->complete());
  CHECK(market.settle() == std::nullopt);
  CHECK(market.there().find(taken.id())->complete());

  fs::remove_all(market.there().folder(taken.id()));
  fs::remove_all(market.target / "photos");
  fs::remove(market.pooled(photo));
  support::overwrite(market.pooled(photo), "another photo");
  CHECK(market.settle()->find("a photo") != std::string::npos);
  CHECK(market.there().list().empty());
  CHECK(market.photos_there() == 0);
}

TEST_CASE("each target keeps what is to be kept, and what is removed here is removed there") {
  Copied market;
  market.settings.keep = {2, 0, 0};
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(market.take(Cause::scheduled).id());
    CHECK(market.settle() == std::nullopt);
    market.clock.advance(core::hour);
  }
  CHECK(market.files().list().size() == 2);
  CHECK(market.there().list().size() == 2);
  CHECK_FALSE(market.there().find(ids[0]));
  market.run([&](snapshots::Run& run) { run.remove(ids[2]); });
  CHECK_FALSE(market.there().find(ids[2]));
  CHECK(market.there().find(ids[1]));
  // What the first one has lost stays in the second.
  fs::remove_all(market.files().folder(ids[1]));
  market.take(Cause::scheduled);
  CHECK(market.settle() == std::nullopt);
  CHECK(market.there().list().size() == 2);
}

}  // namespace second_target_test
