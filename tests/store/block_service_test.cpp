// Blocks over a real database: what ends with one, what is left out for one, and who races one.
#include "blocks/block_service.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "alerts/alert_matcher.h"
#include "alerts/alert_service.h"
#include "books/book_service.h"
#include "chat/chat_service.h"
#include "core/error.h"
#include "posts/post_facets.h"
#include "support.h"

namespace block_service_test {

namespace {

using core::UserId;

constexpr core::Millis start = 1'800'000'000'000;

struct Market {
  support::MarketDatabase db;
  core::ManualClock clock{start};
  events::EventStore events;
  chat::RoomStore rooms{events};
  deals::DealService deals{*db, clock, events, rooms, deals::DealTimes{}};
  blocks::BlockService blocks{*db, clock, deals};
  posts::PostService posts{
      *db,
      clock,
      events,
      {.close_open = [](db::Tx&, core::PostId, std::string_view) {},
       .pause = [](db::Tx&, core::PostId) {},
       .resume = [](db::Tx&, core::PostId) {},
       .my_deal_json = [](db::Tx&, core::PostId, UserId) { return std::string("null"); }},
      core::day};
  events::Hub hub{8};
  events::EventService streams{*db, events};
  chat::ChatService chat{*db, clock, rooms, streams, hub};
  UserId seller = db.add_user("seller");
  UserId buyer = db.add_user("buyer");
  UserId other = db.add_user("other");
  core::PostId post = db.add_post(seller);

  deals::DealView buy(UserId who, core::PostId of) { return deals.buy(who, of, {}).deal; }
  deals::DealView buy(UserId who) { return buy(who, post); }
  deals::DealView accept(const deals::DealView& deal) {
    deals::Move move;
    move.action = deals::Action::accept;
    move.version = deal.deal.version;
    const auto acted = deals.act(deal.deal.seller, deal.deal.id, move);
    REQUIRE(acted.refusal == "");
    return acted.deal;
  }
  std::string text(const std::string& sql) {
    return db->read([&](db::Tx& tx) {
      auto rows = tx.query(sql);
      return rows.next() ? rows.text(0) : std::string("nothing");
    });
  }
  std::string last_words(const deals::DealView& deal) {
    return text("SELECT body FROM messages WHERE room_id = " + std::to_string(deal.deal.room.value) +
                " ORDER BY seq DESC LIMIT 1");
  }
  std::size_t listed(UserId viewer) {
    posts::Filter filter;
    filter.statuses = {"selling", "reserved"};
    return posts.list(filter, {}, viewer).items.size();
  }
};

std::string code_of(const std::function<void()>& refused) {
  try {
    refused();
  } catch (const core::Error& error) {
    return std::to_string(error.status) + " " + error.code;
  }
  return "";
}

}  // namespace

TEST_CASE_FIXTURE(Market, "one blocks and unblocks as often as one likes, but not oneself and not too many") {
  blocks.block(buyer, "seller");
  clock.advance(1000);
  blocks.block(buyer, "seller");
  REQUIRE(blocks.list(buyer, {}).size() == 1);
  CHECK(blocks.list(buyer, {}).front().user.username == "seller");
  CHECK(blocks.list(buyer, {}).front().created_at == start);
  CHECK(blocks.list(seller, {}).empty());
  blocks.unblock(buyer, "seller");
  blocks.unblock(buyer, "seller");
  CHECK(blocks.list(buyer, {}).empty());
  CHECK(code_of([&] { blocks.block(buyer, "buyer"); }) == "409 own-account");
  CHECK(code_of([&] { blocks.block(buyer, "nobody"); }) == "404 not-found");
  CHECK(code_of([&] { blocks.unblock(buyer, "nobody"); }) == "404 not-found");

  for (std::int64_t i = 0; i < blocks::max_blocks; ++i) {
    db.add_user("u" + std::to_string(i));
    blocks.block(buyer, "u" + std::to_string(i));
  }
  CHECK(code_of([&] { blocks.block(buyer, "seller"); }) == "409 too-many-blocks");
  CHECK(code_of([&] { blocks.block(buyer, "u1"); }) == "");  // is blocked already
}

TEST_CASE_FIXTURE(Market, "the list of blocks goes through pages, the latest first") {
  for (int i = 0; i < 5; ++i) {
    db.add_user("u" + std::to_string(i));
    if (i % 2 == 0) clock.advance(1);  // two at a time, and one
    blocks.block(buyer, "u" + std::to_string(i));
  }
  std::string seen;
  core::Page page{.limit = 2, .after = {}};
  for (;;) {
    auto items = blocks.list(buyer, page);
    const bool more = items.size() > 2;
    if (more) items.pop_back();
    for (const auto& item : items) seen += item.user.username + " ";
    if (!more) break;
    page.after = core::PageKey{"", items.back().created_at, items.back().user.id.value};
  }
  CHECK(seen == "u4 u3 u2 u1 u0 ");
}

TEST_CASE("a block ends the open deals of the two, whoever blocks, and nobody else's") {
  for (const bool by_seller : {true, false}) {
    CAPTURE(by_seller);
    Market m;
    const auto agreed_post = m.db.add_post(m.seller);
    const auto mine = m.db.add_post(m.buyer);
    const auto open = m.buy(m.buyer);
    const auto agreed = m.accept(m.buy(m.buyer, agreed_post));
    const auto waiting = m.buy(m.other, m.post);
    const auto other_way = m.buy(m.seller, mine);
    const auto also_waiting = m.deals.buy(m.other, mine, {}).deal;
    m.clock.advance(1000);
    const UserId blocker = by_seller ? m.seller : m.buyer;
    m.blocks.block(blocker, by_seller ? "buyer" : "seller");

    const auto state = [&](const deals::DealView& deal) {
      return deals::name(m.deals.get(deal.deal.buyer, deal.deal.id).deal.state);
    };
    CHECK(state(open) == "closed");
    CHECK(state(agreed) == "cancelled");
    CHECK(state(other_way) == "closed");
    CHECK(state(waiting) == "negotiating");
    CHECK(state(also_waiting) == "negotiating");
    CHECK(m.text("SELECT group_concat(status || deal_count, ' ') FROM (SELECT * FROM posts ORDER BY id)") ==
          "selling1 selling0 selling1");
    CHECK(m.last_words(open) == "더 이상 거래할 수 없게 되었습니다. 거래가 불성립되었습니다.");
    CHECK(m.last_words(agreed) == m.last_words(open));
    // It says to nobody who it was; and counts as unread for the other alone.
    CHECK(m.text("SELECT count(*) FROM messages WHERE json_extract(data, '$.reason') = 'unavailable' AND "
                 "json_extract(data, '$.by') IS NULL AND sender_id = " +
                 std::to_string(blocker.value)) == "3");
  }
}

TEST_CASE_FIXTURE(
    Market,
    "when an agreed deal ends by a block, the buyers who waited go on, and those who favour it hear") {
  const auto agreed = buy(buyer);
  const auto waiting = buy(other);
  const auto fan = db.add_user("fan");
  posts.set_favorite(post, fan, true);
  posts.set_favorite(post, buyer, true);
  accept(agreed);
  CHECK(deals.get(other, waiting.deal.id).deal.expires_at == std::nullopt);
  const auto told = [&](UserId user) {
    return text("SELECT count(*) FROM events WHERE type = 'post' AND data LIKE '%selling%' AND user_id = " +
                std::to_string(user.value));
  };
  blocks.block(buyer, "seller");
  CHECK(deals.get(other, waiting.deal.id).deal.expires_at.has_value());
  CHECK(last_words(waiting) == "다른 구매자와의 거래가 불성립되었습니다. 거래를 이어 가실 수 있습니다.");
  CHECK(told(fan) == "1");
  CHECK(told(buyer) == "0");  // whose favourite is gone
  accept(deals.get(seller, waiting.deal.id));
}

TEST_CASE_FIXTURE(Market, "what was overdue when the block came is what the clock had made of it") {
  const auto deal = accept(buy(buyer));
  deals::Move move;
  move.action = deals::Action::confirm;
  move.version = deal.deal.version;
  REQUIRE(deals.act(buyer, deal.deal.id, move).refusal == "");
  clock.advance(8 * core::day);
  blocks.block(seller, "buyer");
  CHECK(deals.get(buyer, deal.deal.id).deal.state == deals::State::completed);
}

TEST_CASE_FIXTURE(Market,
                  "between the two nothing is bought, said or done any more, and what ended stays ended") {
  const auto deal = buy(buyer);
  blocks.block(seller, "buyer");
  CHECK(code_of([&] { buy(buyer); }) == "404 not-found");
  for (const UserId who : {buyer, seller}) {
    CHECK(code_of([&] { chat.send(who, deal.deal.room, {"c1", "안녕하세요", {}}); }) == "403 blocked");
    CHECK(code_of([&] { chat.typing(who, deal.deal.room); }) == "403 blocked");
    deals::Move move;
    move.action = deals::Action::accept;
    move.version = deals.get(who, deal.deal.id).deal.version;
    CHECK(deals.act(who, deal.deal.id, move).refusal == "blocked");
    CHECK(!chat.messages(who, deal.deal.room, {}).items.empty());
    CHECK(chat.room(who, deal.deal.room).standing.any());
  }
  CHECK(chat.room(buyer, deal.deal.room).post.status == "hidden");
  CHECK(chat.room(seller, deal.deal.room).post.status == "selling");
  CHECK(chat.room(seller, deal.deal.room).standing.by_me);
  CHECK_FALSE(chat.room(buyer, deal.deal.room).standing.by_me);
  CHECK(deals::actions_for(position_of(deals.get(buyer, deal.deal.id)), deals::Side::buyer).empty());

  blocks.unblock(seller, "buyer");
  CHECK(deals.get(buyer, deal.deal.id).deal.state == deals::State::closed);
  CHECK(chat.send(buyer, deal.deal.room, {"c1", "안녕하세요", {}}).message.seq > 0);
  CHECK(buy(buyer).deal.id != deal.deal.id);
}

TEST_CASE_FIXTURE(Market, "a message that was said before is answered again, block or not") {
  const auto deal = buy(buyer);
  const auto said = chat.send(buyer, deal.deal.room, {"c1", "안녕하세요", {}});
  blocks.block(seller, "buyer");
  const auto again = chat.send(buyer, deal.deal.room, {"c1", "안녕하세요", {}});
  CHECK(again.again);
  CHECK(again.message.id == said.message.id);
}

TEST_CASE_FIXTURE(Market, "one who is blocked after a deal may still review it") {
  const auto deal = accept(buy(buyer));
  deals::Move move;
  for (const UserId who : {seller, buyer}) {
    move.action = deals::Action::confirm;
    move.version = deals.get(who, deal.deal.id).deal.version;
    REQUIRE(deals.act(who, deal.deal.id, move).refusal == "");
  }
  blocks.block(seller, "buyer");
  move = {};
  move.action = deals::Action::review;
  move.version = deals.get(buyer, deal.deal.id).deal.version;
  move.stars = 1;
  CHECK(deals.act(buyer, deal.deal.id, move).refusal == "");
}

TEST_CASE("neither of the two finds the other's posts, in any list, count or by their number") {
  for (const bool by_seller : {true, false}) {
    Market m;
    const auto own = m.db.add_post(m.buyer);
    CHECK(m.listed(m.buyer) == 2);
    m.blocks.block(by_seller ? m.seller : m.buyer, by_seller ? "buyer" : "seller");
    CHECK(m.listed(m.buyer) == 1);
    CHECK(m.listed(m.seller) == 1);
    CHECK(m.listed(m.other) == 2);
    CHECK(m.listed({}) == 2);
    CHECK(code_of([&] { m.posts.read(m.post, m.buyer); }) == "404 not-found");
    CHECK(code_of([&] { m.posts.read(own, m.seller); }) == "404 not-found");
    CHECK(code_of([&] { m.posts.set_favorite(own, m.seller, true); }) == "404 not-found");
    CHECK(code_of([&] { m.posts.read(m.post, m.seller); }) == "");

    posts::Filter words;
    words.statuses = {"selling"};
    words.query = search::Query("선형");
    for (const bool searching : {true, false}) {
      posts::Filter filter = words;
      if (!searching) filter.query.reset();
      CHECK(m.posts.list(filter, {}, m.buyer).items.size() == 1);
      const auto counts = m.posts.facets(filter, m.buyer);
      CHECK(counts.total == 1);
      CHECK_FALSE(counts.for_all);
      CHECK(m.posts.facets(filter, m.other).total == 2);
      CHECK(m.posts.facets(filter, m.other).for_all);
    }
    posts::Filter sellers = words;
    sellers.query.reset();
    sellers.seller = "seller";
    CHECK(m.posts.list(sellers, {}, m.buyer).items.empty());

    books::BookService copies(*m.db);
    CHECK(code_of([&] { copies.copies(m.post, {}, m.buyer); }) == "404 not-found");
    CHECK(copies.copies(own, {}, m.buyer).items.empty());
    CHECK(copies.copies(own, {}, m.other).items.size() == 1);
  }
}

TEST_CASE_FIXTURE(Market,
                  "a saved search tells nothing of one's blocks, and shows nothing of what it told before") {
  alerts::AlertService saved(*db, clock, events);
  alerts::AlertMatcher matcher(*db, clock, events, [](const std::exception&) {});
  posts::AlertQueue queue;
  alerts::Wanted wanted;
  wanted.q = "선형";
  const auto id = saved.save(buyer, wanted).alert.id;
  const auto put_up = [&] {
    const auto made = db.add_post(seller);
    db->write([&](db::Tx& tx) { queue.put(tx, made); });
    while (matcher.work()) {
    }
  };
  const auto told = [&] { return text("SELECT count(*) FROM events WHERE type = 'alert'"); };
  put_up();
  CHECK(told() == "1");
  CHECK(saved.matches(buyer, id, {}).items.size() == 1);
  for (const bool by_seller : {true, false}) {
    blocks.block(by_seller ? seller : buyer, by_seller ? "buyer" : "seller");
    put_up();
    CHECK(told() == "1");
    CHECK(saved.matches(buyer, id, {}).items.empty());
    CHECK(saved.get(buyer, id).new_matches == 0);
    CHECK(saved.list(buyer, {}).new_posts == 0);
    blocks.unblock(by_seller ? seller : buyer, by_seller ? "buyer" : "seller");
    CHECK(saved.matches(buyer, id, {}).items.size() == 1);
    CHECK(saved.get(buyer, id).new_matches == 1);
  }
}

TEST_CASE_FIXTURE(Market,
                  "whoever races a block, no open deal is left behind it, and nothing is said after it") {
  for (int round = 0; round < 20; ++round) {
    std::atomic<bool> go{false};
    const auto deal = buy(buyer);
    const auto when = [&go](const std::function<void()>& work) {
      return std::thread([&go, work] {
        while (!go) std::this_thread::yield();
        try {
          work();
        } catch (const core::Error&) {
        }
      });
    };
    std::vector<std::thread> threads;
    threads.push_back(
        when([&] { blocks.block(round % 2 == 0 ? seller : buyer, round % 2 == 0 ? "buyer" : "seller"); }));
    threads.push_back(when([&] { buy(buyer); }));
    threads.push_back(when([&] {
      deals::Move move;
      move.action = deals::Action::accept;
      move.version = deal.deal.version;
      deals.act(seller, deal.deal.id, move);
    }));
    threads.push_back(when([&] {
      for (int i = 0; i < 5; ++i)
        chat.send(buyer, deal.deal.room, {std::to_string(round) + "-" + std::to_string(i), "안녕하세요", {}});
    }));
    go = true;
    for (auto& thread : threads) thread.join();
    CHECK(text("SELECT count(*) FROM deals WHERE state IN ('negotiating', 'reserved')") == "0");
    CHECK(text("SELECT status || deal_count FROM posts WHERE id = 1") == "selling0");
    CHECK(code_of([&] { chat.send(buyer, deal.deal.room, {"after", "안녕하세요", {}}); }) == "403 blocked");
    blocks.unblock(seller, "buyer");
    blocks.unblock(buyer, "seller");
  }
}

TEST_CASE_FIXTURE(Market, "one who leaves the market is on nobody's list and keeps none") {
  blocks.block(seller, "buyer");
  blocks.block(buyer, "other");
  blocks.block(other, "seller");
  db->write([&](db::Tx& tx) { blocks.remove_for_user(tx, buyer); });
  CHECK(blocks.list(seller, {}).empty());
  CHECK(blocks.list(buyer, {}).empty());
  CHECK(blocks.list(other, {}).size() == 1);
}

TEST_CASE_FIXTURE(Market,
                  "a number, a link and an account elsewhere are signs only among one's first messages") {
  const auto deal = buy(buyer);
  const auto signs = [&](UserId who, const std::string& body) {
    static int count = 0;
    const auto sent = chat.send(who, deal.deal.room, {"c" + std::to_string(++count), body, {}}).message;
    std::string out;
    for (const auto& notice : sent.notices) out += notice + " ";
    return out;
  };
  CHECK(signs(buyer, "010-9876-5432") == "phone ");
  for (int i = 0; i < 3; ++i) CHECK(signs(buyer, "안녕하세요") == "");
  CHECK(signs(buyer, "카톡 아이디 a, bit.ly/x") == "link contact ");
  CHECK(signs(buyer, "010-9876-5432, bit.ly/x") == "");
  CHECK(signs(buyer, "선입금 부탁드려요. 010-9876-5432") == "prepayment ");
  CHECK(signs(seller, "010-9876-5432") == "phone ");  // whose own first it is
}

}  // namespace block_service_test
