#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "chat/message_store.h"
#include "chat/room_store.h"
#include "store/support.h"

namespace chat_store_test {

namespace {

struct ChatStores {
  support::MarketDatabase db;
  events::EventStore events;
  chat::MessageStore messages;
  chat::RoomStore rooms{events};
  core::UserId seller = db.add_user("seller");
  core::UserId buyer = db.add_user("buyer");
  core::PostId post = db.add_post(seller);

  chat::Room open() {
    return db->write([&](db::Tx& tx) { return rooms.open(tx, post, buyer, seller, 1000); });
  }
  chat::Room now(core::RoomId room) {
    return db->read([&](db::Tx& tx) { return *rooms.find(tx, room); });
  }
  chat::Message send(const chat::Room& room, core::UserId from, const std::string& body,
                     std::optional<std::string> client_id = std::nullopt) {
    return db->write([&](db::Tx& tx) {
      return messages.append(
          tx, room,
          {.sender = from, .kind = "text", .body = body, .photo = {}, .client_id = client_id, .data = {}},
          2000);
    });
  }
  void say(const chat::Room& room, core::UserId by) {
    db->write([&](db::Tx& tx) {
      rooms.say(tx, room, {"거래가 확정되었어요.", R"({"what":"completed"})"}, by, true, 3000);
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(ChatStores, "a post and a buyer have one room, however often it is opened") {
  const chat::Room first = open();
  CHECK(open().id == first.id);
  CHECK(first.buyer == buyer);
  CHECK(first.seller == seller);
  CHECK(first.last_seq == 0);
  const auto other = db.add_user("other");
  const auto second = db->write([&](db::Tx& tx) { return rooms.open(tx, post, other, seller, 1000); });
  CHECK(second.id != first.id);
  CHECK(!db->read([&](db::Tx& tx) { return rooms.find(tx, {999}).has_value(); }));
}

TEST_CASE_FIXTURE(ChatStores, "messages are numbered 1, 2, 3 and count as unread for the other side alone") {
  const chat::Room room = open();
  CHECK(send(room, buyer, "안녕하세요").seq == 1);
  CHECK(send(room, buyer, "아직 있나요?").seq == 2);
  CHECK(send(room, seller, "네").seq == 3);
  const chat::Room after = now(room.id);
  CHECK(after.last_seq == 3);
  CHECK(after.last_message_at == 2000);
  CHECK(after.seller_unread == 2);
  CHECK(after.buyer_unread == 1);
}

TEST_CASE_FIXTURE(
    ChatStores, "a system message counts for the other side of who caused it, and for both when nobody did") {
  const chat::Room room = open();
  say(room, buyer);
  CHECK(now(room.id).buyer_unread == 0);
  CHECK(now(room.id).seller_unread == 1);
  say(room, {});
  CHECK(now(room.id).buyer_unread == 1);
  CHECK(now(room.id).seller_unread == 2);
  db->read([&](db::Tx& tx) {
    CHECK(messages.count_unread(tx, room.id, buyer, 0, 99) == 1);
    CHECK(messages.count_unread(tx, room.id, seller, 0, 99) == 2);
    const auto newest = messages.newest(tx, room.id);
    CHECK(newest->kind == "system");
    CHECK(newest->data == R"({"what":"completed"})");
    // Both streams hold both messages.
    for (const auto user : {buyer, seller}) {
      const auto told = events.after(tx, user, 0, 100);
      REQUIRE(told.size() == 2);
      CHECK(told[1].type == "message");
      CHECK(told[1].message == newest->id);
      CHECK(told[1].room == room.id);
    }
    return true;
  });
}

TEST_CASE_FIXTURE(ChatStores, "what is left unread after reading a part of it, and the rest") {
  const chat::Room room = open();
  for (int i = 0; i < 3; ++i) send(room, buyer, "안녕하세요");
  send(room, seller, "네");
  say(room, {});
  const auto left_after = [&](std::int64_t seq) {
    db->write([&](db::Tx& tx) { rooms.mark_read(tx, now(room.id), seller, seq, 3000); });
    return now(room.id).seller_unread;
  };
  CHECK(now(room.id).seller_unread == 4);
  CHECK(left_after(1) == 3);
  CHECK(left_after(4) == 1);
  CHECK(left_after(5) == 0);
  send(room, buyer, "네");
  CHECK(now(room.id).seller_unread == 1);
  CHECK(now(room.id).buyer_unread == 2);
}

}  // namespace chat_store_test
