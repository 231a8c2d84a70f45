#include "photos/photo_store.h"

#include <doctest/doctest.h>

#include "core/error.h"
#include "photos/photo_files.h"
#include "photos/photo_service.h"
#include "store/support.h"
#include "unit/image_samples.h"

namespace photo_store_test {

using photos::Photo;
using photos::PhotoStore;

namespace {

const PhotoStore store;

std::string add(support::MarketDatabase& db, core::UserId owner, core::Millis at = 1000) {
  std::string id = core::new_public_id();
  db->write([&](db::Tx& tx) { store.insert(tx, {id, 1600, 1200}, owner, at); });
  return id;
}
void use_in_post(support::MarketDatabase& db, core::PostId post, const std::string& id) {
  db->write([&](db::Tx& tx) { tx.run("UPDATE photos SET post_id = $1 WHERE id = $2", post, id); });
}
void send_in_chat(support::MarketDatabase& db, const std::string& id) {
  db->write([&](db::Tx& tx) { tx.run("UPDATE photos SET message_id = 7 WHERE id = $1", id); });
}
std::int64_t unused(support::MarketDatabase& db, core::UserId owner) {
  return db->read([&](db::Tx& tx) { return store.unused(tx, owner); });
}

}  // namespace

TEST_CASE("a photo counts as unused until a post or a message has it") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller"), other = db.add_user("other");
  const auto in_post = add(db, seller), in_message = add(db, seller), unused_one = add(db, seller);
  add(db, other);
  CHECK(unused(db, seller) == 3);
  use_in_post(db, db.add_post(seller), in_post);
  send_in_chat(db, in_message);
  CHECK(unused(db, seller) == 1);
  const auto photo = db->read([&](db::Tx& tx) { return store.find(tx, unused_one); });
  REQUIRE(photo);
  CHECK(photo->width == 1600);
  CHECK(photo->height == 1200);
  CHECK_FALSE(db->read([&](db::Tx& tx) { return store.find(tx, "none").has_value(); }));
}

TEST_CASE("only what is unused and old is deleted, no more than asked for at a time") {
  support::MarketDatabase db;
  const auto seller = db.add_user("seller");
  const auto post = db.add_post(seller);
  const auto old = add(db, seller, 1000), in_post = add(db, seller, 1000), in_message = add(db, seller, 1000);
  const auto young = add(db, seller, 2000);
  use_in_post(db, post, in_post);
  send_in_chat(db, in_message);
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
  photos::PhotoService service(*db, clock, files,
                               {.image = {}, .unused_per_user = 1, .unused_kept = core::day});
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
  use_in_post(db, post, used);
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

TEST_CASE("a photo is removed without a look at every message or post") {
  support::MarketDatabase db;
  // SQLite looks for what refers to a row that goes: by an index, or by reading the whole table in the
  // writer.
  db->read([](db::Tx& tx) {
    auto columns = tx.query(
        "SELECT t.name, f.\"from\" FROM sqlite_master AS t JOIN pragma_foreign_key_list(t.name) AS f "
        "WHERE t.type = 'table' AND f.\"table\" = 'photos'");
    int found = 0;
    for (; columns.next(); ++found) {
      CAPTURE(columns.text(0));
      CHECK(tx.query("SELECT 1 FROM pragma_index_list($1) AS i JOIN pragma_index_info(i.name) AS c "
                     "WHERE c.seqno = 0 AND c.name = $2",
                     columns.view(0), columns.view(1))
                .next());
    }
    CHECK(found > 0);
    return true;
  });
}

}  // namespace photo_store_test
