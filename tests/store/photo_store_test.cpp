#include "photos/photo_store.h"

#include <doctest/doctest.h>

#include "photos/photo_files.h"
#include "photos/photo_service.h"
#include "store/support.h"
#include "unit/image_samples.h"
#include "core/error.h"

namespace fs = std::filesystem;
using photos::Photo;
using photos::PhotoStore;

namespace {

const PhotoStore store;

std::string add(support::MarketDatabase& db, core::UserId owner, core::Millis at = 1000) {
  const std::string id = core::new_public_id();
  db->write([&](db::Tx& tx) { store.insert(tx, {id, 1600, 1200}, owner, at); });
  return id;
}
std::vector<std::size_t> attach(support::MarketDatabase& db, core::PostId post, core::UserId owner,
                                const std::vector<std::string>& ids) {
  return db->write([&](db::Tx& tx) { return store.attach(tx, post, owner, ids); });
}
std::vector<std::string> shown(support::MarketDatabase& db, core::PostId post) {
  return db->read([&](db::Tx& tx) {
    std::vector<std::string> ids;
    for (const Photo& photo : store.of_post(tx, post)) ids.push_back(photo.id);
    return ids;
  });
}
std::int64_t unused(support::MarketDatabase& db, core::UserId owner) {
  return db->read([&](db::Tx& tx) { return store.unused(tx, owner); });
}

}  // namespace

TEST_CASE("a post shows its photos in the seller's order, and a change of it frees those left out") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto post = db.add_post(seller);
  const auto a = add(db, seller), b = add(db, seller), c = add(db, seller);
  CHECK(unused(db, seller) == 3);
  CHECK(attach(db, post, seller, {b, a}).empty());
  CHECK(shown(db, post) == std::vector{b, a});
  CHECK(unused(db, seller) == 1);
  CHECK(attach(db, post, seller, {a, c}).empty());
  CHECK(shown(db, post) == std::vector{a, c});
  CHECK(unused(db, seller) == 1);
  CHECK(attach(db, post, seller, {}).empty());
  CHECK(shown(db, post).empty());
  const auto photo = db->read([&](db::Tx& tx) { return store.find(tx, a); });
  REQUIRE(photo);
  CHECK(photo->width == 1600);
  CHECK(photo->height == 1200);
}

TEST_CASE("only one's own photos that are used nowhere else can be used, each once") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller"), other = db.add_user("other");
  const auto post = db.add_post(seller), second = db.add_post(seller);
  const auto mine = add(db, seller), theirs = add(db, other), used = add(db, seller), sent = add(db, seller);
  REQUIRE(attach(db, second, seller, {used}).empty());
  REQUIRE(db->write([&](db::Tx& tx) { return store.attach(tx, core::MessageId{7}, seller, sent); }));
  CHECK_FALSE(db->write([&](db::Tx& tx) { return store.attach(tx, core::MessageId{8}, seller, sent); }));
  CHECK_FALSE(db->write([&](db::Tx& tx) { return store.attach(tx, core::MessageId{8}, seller, theirs); }));
  CHECK_FALSE(db->write([&](db::Tx& tx) { return store.attach(tx, core::MessageId{8}, seller, used); }));
  CHECK(attach(db, post, seller, {theirs, mine, used, mine, sent, "no such id"}) == std::vector<std::size_t>{0, 2, 3, 4, 5});
}

TEST_CASE("only what is unused and old is deleted, no more than asked for at a time") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto post = db.add_post(seller);
  const auto old = add(db, seller, 1000), in_post = add(db, seller, 1000), in_message = add(db, seller, 1000);
  const auto young = add(db, seller, 2000);
  attach(db, post, seller, {in_post});
  db->write([&](db::Tx& tx) { store.attach(tx, core::MessageId{7}, seller, in_message); });
  CHECK(db->write([&](db::Tx& tx) { return store.delete_unused(tx, 2000, 100); }) == std::vector{old});
  CHECK(unused(db, seller) == 1);
  add(db, seller, 1);
  add(db, seller, 1);
  CHECK(db->write([&](db::Tx& tx) { return store.delete_unused(tx, 2000, 1); }).size() == 1);
  CHECK(db->read([&](db::Tx& tx) { return store.find(tx, young).has_value(); }));
}

TEST_CASE("a photo whose row does not come to be leaves no files") {
  support::TemporaryDirectory directory;
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const core::ManualClock clock(1'000'000);
  const photos::PhotoFiles files(directory.path());
  photos::PhotoService service(*db, clock, files, {.image = {}, .unused_per_user = 1, .unused_kept = core::day});
  const std::string image = samples::jpeg(samples::quarters(40, 30));
  {
    auto first = service.stage(seller, image), second = service.stage(seller, image);
    CHECK(files.all().size() == 2);
    CHECK(service.add(seller, first).width == 40);
    // Both were staged while there was room for one.
    CHECK_THROWS_AS(service.add(seller, second), core::Error);
    auto other = db.add_user("other");
    auto third = service.stage(other, image);
    CHECK_THROWS(db->write([&](db::Tx&) {
      service.add(other, third);
      throw std::runtime_error("rolled back");
    }));
  }
  REQUIRE(files.all().size() == 1);
  CHECK(unused(db, seller) == 1);
  CHECK_THROWS_AS(service.stage(seller, image), core::Error);
  CHECK(files.all().size() == 1);
}

TEST_CASE("unused photos go after their day, and files without a row once they are old") {
  support::TemporaryDirectory directory;
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto post = db.add_post(seller);
  core::ManualClock clock(core::SystemClock().now());  // files carry the system's time
  const photos::PhotoFiles files(directory.path());
  photos::PhotoService service(*db, clock, files, {});
  const std::string image = samples::jpeg(samples::quarters(40, 30));
  const auto upload = [&] {
    auto staged = service.stage(seller, image);
    return service.add(seller, staged).id;
  };
  const std::string used = upload(), forgotten = upload();
  attach(db, post, seller, {used});
  files.write(core::new_public_id(), {{1, 1, "a"}, {1, 1, "b"}, {1, 1, "c"}});
  service.remove_unused();
  service.remove_orphans();
  CHECK(files.all().size() == 3);  // all are young

  clock.advance(core::day + core::minute);
  service.remove_unused();
  CHECK(files.read(forgotten, photos::PhotoSize::thumb) == nullptr);
  CHECK(files.all().size() == 2);
  service.remove_orphans();
  REQUIRE(files.all().size() == 1);
  CHECK(files.all()[0].id == used);
  CHECK(service.read(used, photos::PhotoSize::card) != nullptr);
  CHECK_THROWS_AS(service.read(forgotten, photos::PhotoSize::card), core::Error);
  CHECK_THROWS_AS(service.read("../../etc/passwd", photos::PhotoSize::card), core::Error);

  // It looks again after an hour, not before.
  files.write(core::new_public_id(), {{1, 1, "a"}, {1, 1, "b"}, {1, 1, "c"}});
  clock.advance(core::minute);
  service.remove_orphans();
  CHECK(files.all().size() == 2);
  clock.advance(core::hour);
  service.remove_orphans();
  CHECK(files.all().size() == 1);
}
