// The event streams in SQL: numbers without gaps, and cursors that never skip.
#include "events/event_store.h"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "events/event_service.h"
#include "support.h"

namespace event_store_test {

namespace {

using core::UserId;

struct Streams {
  void append(const std::vector<UserId>& users, core::Millis at = 1) {
    db->write([&](db::Tx& tx) { store.append(tx, users, account, at); });
  }
  std::vector<std::int64_t> seqs(UserId user, std::int64_t after = 0, int limit = 1000) {
    std::vector<std::int64_t> out;
    db->read([&](db::Tx& tx) {
      for (const auto& event : store.after(tx, user, after, limit)) out.push_back(event.seq);
    });
    return out;
  }
  std::string refusal(const std::function<void()>& work) {
    try {
      work();
    } catch (const core::Error& error) {
      return error.code;
    }
    return "";
  }

  const events::NewEvent account{
      .type = "account", .room = {}, .post = {}, .deal = {}, .message = {}, .data = {}};
  support::MarketDatabase db;
  events::EventStore store;
  events::EventService service{*db, store};
  const UserId minji = db.add_user("minji");
  const UserId junho = db.add_user("junho");
};

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("each user's events are numbered from 1, one event each however often a user is named") {
  Streams s;
  s.append({s.minji, s.junho});
  s.append({s.minji, s.minji});
  CHECK(s.seqs(s.minji) == Numbers{1, 2});
  CHECK(s.seqs(s.junho) == Numbers{1});
  CHECK(s.seqs(s.minji, 1) == Numbers{2});
  CHECK(s.seqs(s.minji, 0, 1) == Numbers{1});
}

TEST_CASE("a transaction that is undone takes no number and wakes nobody") {
  Streams s;
  int woken = 0;
  s.store.on_commit([&](const std::vector<UserId>&) { ++woken; });
  CHECK_THROWS(s.db->write([&](db::Tx& tx) {
    s.store.append(tx, {s.minji}, s.account, 1);
    throw std::runtime_error("no");
  }));
  CHECK(woken == 0);
  s.append({s.minji});
  CHECK(s.seqs(s.minji) == Numbers{1});
  CHECK(woken == 1);
}

TEST_CASE("a reader who keeps its cursor sees every event once and in order, while many write") {
  Streams s;
  constexpr std::int64_t writers = 4;
  constexpr std::int64_t each = 40;
  std::vector<std::thread> threads;
  for (std::int64_t t = 0; t < writers; ++t) {
    threads.emplace_back([&s, t] {
      for (std::int64_t i = 0; i < each; ++i) {
        // Both orders: two transactions must not wait for each other.
        s.append(t % 2 == 0 ? std::vector{s.minji, s.junho} : std::vector{s.junho, s.minji});
      }
    });
  }
  for (const UserId user : {s.minji, s.junho}) {
    std::int64_t cursor = 0;
    while (cursor < writers * each) {
      for (const std::int64_t seq : s.seqs(user, cursor)) REQUIRE(seq == ++cursor);
    }
  }
  for (auto& thread : threads) thread.join();
}

TEST_CASE("what is forgotten leaves the numbers as they are") {
  Streams s;
  for (core::Millis at = 1; at <= 4; ++at) s.append({s.minji}, at);
  events::forget_old(*s.db, s.store, 3);
  CHECK(s.seqs(s.minji) == Numbers{3, 4});
  const auto kept = [&] {
    return s.db->read(
        [&](db::Tx& tx) { return std::pair(s.store.oldest(tx, s.minji), s.store.newest(tx, s.minji)); });
  };
  CHECK(kept() == std::pair<std::int64_t, std::int64_t>(3, 4));
  events::forget_old(*s.db, s.store, 100);
  CHECK(kept() == std::pair<std::int64_t, std::int64_t>(5, 4));
  s.append({s.minji}, 100);
  CHECK(s.seqs(s.minji) == Numbers{5});
}

TEST_CASE("where the clock was set back, what bears an earlier time waits for what is before it") {
  Streams s;
  for (const core::Millis at : {1, 50, 2, 3, 60}) s.append({s.minji}, at);
  events::forget_old(*s.db, s.store, 10);
  CHECK(s.seqs(s.minji, 1) == Numbers{2, 3, 4, 5});
  events::forget_old(*s.db, s.store, 55);
  CHECK(s.seqs(s.minji, 4) == Numbers{5});
}

TEST_CASE("a cursor is a place in the stream of this database, within what is kept") {
  Streams s;
  for (core::Millis at = 1; at <= 4; ++at) s.append({s.minji}, at);
  events::forget_old(*s.db, s.store, 3);
  const auto at = [](std::int64_t seq) { return events::Place{"epoch1", seq}; };
  CHECK(s.service.newest_cursor(s.minji) == "epoch1.4");
  CHECK(s.service.position(s.minji, "epoch1.4") == at(4));
  CHECK(s.service.position(s.minji, "begin") == at(2));
  CHECK(s.service.position(s.junho, "begin") == at(0));
  CHECK(s.service.anything_after(s.minji, at(2)));
  CHECK_FALSE(s.service.anything_after(s.minji, at(4)));
  CHECK(s.refusal([&] { s.service.anything_after(s.minji, at(1)); }) == "cursor-expired");
  CHECK(s.refusal([&] { s.service.read(s.minji, at(1)); }) == "cursor-expired");
  CHECK(s.refusal([&] { s.service.anything_after(s.minji, at(5)); }) == "cursor-foreign");
  CHECK(s.refusal([&] { s.service.read(s.minji, at(5)); }) == "cursor-foreign");
  const auto foreign = s.service.position(s.minji, "epoch2.4");
  CHECK(s.refusal([&] { s.service.anything_after(s.minji, foreign); }) == "cursor-foreign");
  CHECK(s.refusal([&] { s.service.read(s.minji, foreign); }) == "cursor-foreign");
  for (const char* rubbish :
       {"", ".", "epoch1", "epoch1.", "epoch1.x", "epoch1.-1", "epoch1.99999999999999999999"})
    CHECK(s.refusal([&] { s.service.position(s.minji, rubbish); }) == "invalid-query");
}

TEST_CASE("a place in the stream is of no use in another state of the market, whatever its number") {
  Streams s;
  s.append({s.minji});
  const auto place = s.service.position(s.minji, "epoch1.0");
  CHECK(s.service.anything_after(s.minji, place));
  s.db->write([](db::Tx& tx) { tx.run("UPDATE meta SET value = 'epoch2' WHERE name = 'epoch'"); });
  CHECK(s.refusal([&] { s.service.anything_after(s.minji, place); }) == "cursor-foreign");
  CHECK(s.refusal([&] { s.service.read(s.minji, place); }) == "cursor-foreign");
  CHECK(s.service.newest_cursor(s.minji) == "epoch2.1");
}

TEST_CASE("of several readers each finds what is theirs, whatever becomes of the others") {
  Streams s;
  for (core::Millis at = 1; at <= 4; ++at) s.append({s.minji}, at);
  s.append({s.junho}, 5);
  events::forget_old(*s.db, s.store, 3);
  const auto found = s.service.read({{s.minji, {"epoch1", 2}},
                                     {s.minji, {"epoch1", 1}},
                                     {s.junho, {"epoch1", 1}},
                                     {s.junho, {"epoch1", 0}}});
  CHECK(found.at(0).body == s.service.read(s.minji, {"epoch1", 2}));
  CHECK(found.at(0).body.value().ends_with("\"cursor\":\"epoch1.4\"}"));
  CHECK(s.refusal([&] { std::rethrow_exception(found.at(1).failure); }) == "cursor-expired");
  CHECK_FALSE(found.at(2).body);
  CHECK_FALSE(found.at(2).failure);
  CHECK(found.at(3).body.value().ends_with("\"cursor\":\"epoch1.1\"}"));
}

}  // namespace event_store_test
