// Messages that have been kept for long enough.
#include "chat/message_expiry.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/check.h"
#include "chat/message_store.h"
#include "chat/room_store.h"
#include "events/event_store.h"
#include "photos/photo_files.h"
#include "photos/photo_service.h"
#include "support.h"

namespace message_expiry_test {

namespace {

constexpr core::Millis kept = 10 * core::day;

struct Talk {
  Talk() {
    database->write([&](db::Tx& tx) { room = rooms.open(tx, post, buyer, seller, clock.now()); });
  }

  void say(core::UserId sender, const std::string& text) {
    database->write([&](db::Tx& tx) {
      rooms.add(tx, room,
                {.sender = sender, .kind = "text", .body = text, .photo = {}, .client_id = text, .data = {}},
                clock.now());
    });
  }
  void say_as_system(const std::string& text) {
    database->write([&](db::Tx& tx) { rooms.say(tx, room, {text, "{}"}, {}, false, clock.now()); });
  }
  std::string send_photo(core::UserId sender) {
    std::string id = core::new_public_id();
    files.write(id, {{1, 1, "w"}, {1, 1, "w"}, {1, 1, "w"}});
    database->write([&](db::Tx& tx) {
      photos::PhotoStore().insert(tx, {id, 1, 1}, sender, clock.now());
      const auto sent = rooms.add(
          tx, room, {.sender = sender, .kind = "photo", .body = {}, .photo = id, .client_id = {}, .data = {}},
          clock.now());
      photos::PhotoStore().attach(tx, sent.id, sender, id);
    });
    return id;
  }
  // "kind:body" of each, the newest `limit`.
  std::vector<std::string> told(int limit = 100) {
    return database->read([&](db::Tx& tx) {
      std::vector<std::string> out;
      for (const auto& message : chat::MessageStore().before(tx, room.id, 1'000'000, limit))
        out.push_back(message.kind + ":" + message.body);
      return out;
    });
  }
  std::vector<std::string> faults() { return app::check_data(database.data_dir()).faults; }

  core::ManualClock clock{1'800'000'000'000};
  support::MarketDatabase database;
  const photos::PhotoFiles files{database.data_dir() + "/photos"};
  const events::EventStore events;
  const chat::RoomStore rooms{events};
  const core::UserId seller = database.add_user("seller"), buyer = database.add_user("buyer");
  const core::PostId post = database.add_post(seller);
  chat::Room room;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what two have said goes once their room has been quiet for long enough, and its numbers stay") {
  Talk talk;
  photos::PhotoService photos(*talk.database, talk.clock, talk.files, {});
  talk.say_as_system("구매 가능할까요?");
  talk.say(talk.buyer, "안녕하세요");
  const std::string photo = talk.send_photo(talk.seller);
  chat::MessageExpiry expiry(*talk.database, talk.clock, kept);
  talk.clock.advance(kept);
  expiry.run();
  const Texts before = {"system:구매 가능할까요?", "text:안녕하세요", "photo:"};
  CHECK(talk.told() == before);
  talk.clock.advance(core::hour);
  expiry.run();
  CHECK(talk.told() == Texts{"system:구매 가능할까요?", "expired:", "expired:"});
  photos.remove_unused();
  CHECK_FALSE(talk.files.complete(photo));
  const auto room = talk.database->read([&](db::Tx& tx) { return *talk.rooms.find(tx, talk.room.id); });
  CHECK(room.last_seq == 3);
  CHECK(room.buyer_unread == 2);
  CHECK(room.seller_unread == 2);
  CHECK(talk.faults() == Texts{});

  // The room is the same as ever: they go on, and only what is old is gone.
  talk.say(talk.seller, "아직 있나요?");
  talk.clock.advance(2 * core::hour);
  expiry.run();
  CHECK(talk.told() == Texts{"system:구매 가능할까요?", "expired:", "expired:", "text:아직 있나요?"});
  CHECK(talk.faults() == Texts{});
}

TEST_CASE("a room whose deal is open keeps everything") {
  Talk talk;
  talk.say(talk.buyer, "안녕하세요");
  talk.database->write([&](db::Tx& tx) {
    tx.run(
        "INSERT INTO deals (room_id, post_id, buyer_id, seller_id, state, turn, price, list_price, offer_by, "
        "offered_at, created_at, updated_at, expires_at) VALUES ($1, $2, $3, $4, 'negotiating', 'seller', 1, "
        "1, "
        "'buyer', 1, 1, 1, 9)",
        talk.room.id, talk.post, talk.buyer, talk.seller);
    tx.run("UPDATE posts SET deal_count = 1 WHERE id = $1", talk.post);
  });
  chat::MessageExpiry expiry(*talk.database, talk.clock, kept);
  talk.clock.advance(2 * kept);
  expiry.run();
  CHECK(talk.told() == Texts{"text:안녕하세요"});
  talk.database->write([&](db::Tx& tx) {
    tx.run("UPDATE deals SET state = 'expired', turn = NULL, expires_at = NULL");
    tx.run("UPDATE posts SET deal_count = 0");
  });
  talk.clock.advance(core::hour);
  expiry.run();
  CHECK(talk.told() == Texts{"expired:"});
  CHECK(talk.faults() == Texts{});
}

TEST_CASE("messages that are kept for ever are") {
  Talk talk;
  talk.say(talk.buyer, "안녕하세요");
  talk.clock.advance(100 * 365 * core::day);
  chat::MessageExpiry(*talk.database, talk.clock, 0).run();
  CHECK(talk.told() == Texts{"text:안녕하세요"});
}

TEST_CASE("a long conversation goes in portions, so that other writes can come between") {
  Talk talk;
  constexpr int many = 2'500;
  talk.database->write([&](db::Tx& tx) {
    tx.run(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
        "INSERT INTO messages (room_id, seq, sender_id, kind, body, sent_at) SELECT $2, i, $3, 'text', 'x', "
        "$4 FROM n",
        many, talk.room.id, talk.buyer, talk.clock.now());
    tx.run("UPDATE rooms SET last_seq = $1, seller_unread = $1", many);
  });
  int commits = 0;
  talk.database->on_change({"messages"}, [&] { ++commits; });
  talk.clock.advance(kept + 1);
  chat::MessageExpiry(*talk.database, talk.clock, kept).run();
  CHECK(commits == 3);
  const auto told = talk.told(many);
  CHECK(told.size() == many);
  for (const std::string& message : told) REQUIRE(message == "expired:");
  CHECK(talk.faults() == Texts{});
}

}  // namespace message_expiry_test
