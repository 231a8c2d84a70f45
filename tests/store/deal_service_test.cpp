// Deals over a real database and a clock that is moved by hand.
#include "deals/deal_service.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "core/error.h"
#include "deals/deal_state.h"
#include "support.h"

namespace deal_service_test {

using namespace deals;

namespace {

constexpr core::Millis start = 1'800'000'000'000;

struct Market {
  support::MarketDatabase db;
  core::ManualClock clock{start};
  events::EventStore events;
  chat::RoomStore rooms{events};
  DealService deals{*db, clock, events, rooms, DealTimes{}};
  core::UserId seller = db.add_user("seller");
  core::UserId buyer = db.add_user("buyer");
  core::PostId post = db.add_post(seller);  // 9,000 won

  DealView buy(core::UserId who, const Purchase& purchase = {}) {
    return deals.buy(who, post, purchase).deal;
  }

  // With the deal's present version, as a client does that has just read it.
  DealService::Acted try_to(core::UserId who, const DealView& deal, Action action, Move move = {}) {
    move.action = action;
    move.version = deals.get(who, deal.deal.id).deal.version;
    return deals.act(who, deal.deal.id, move);
  }
  DealView must(core::UserId who, const DealView& deal, Action action, Move move = {}) {
    const auto acted = try_to(who, deal, action, std::move(move));
    REQUIRE(acted.refusal == "");
    return acted.deal;
  }
  DealView reserved() {
    const auto deal = buy(buyer);
    return must(seller, deal, Action::accept);
  }

  std::int64_t number(const std::string& sql) {
    return db->read([&](db::Tx& tx) {
      auto rows = tx.query(sql);
      rows.next();
      return rows.integer(0);
    });
  }
  std::string post_status() {
    return db->read([&](db::Tx& tx) {
      auto rows = tx.query("SELECT status FROM posts WHERE id = $1", post);
      rows.next();
      return rows.text(0);
    });
  }
  std::int64_t deal_count() { return number("SELECT deal_count FROM posts"); }

  // What the room was told, in order: the `event` of each system message, and "text" for what people wrote.
  std::string told(const DealView& deal) {
    return db->read([&](db::Tx& tx) {
      std::string out;
      auto rows = tx.query(
          "SELECT coalesce(json_extract(data, '$.event'), kind) FROM messages WHERE room_id = $1 ORDER BY "
          "seq",
          deal.deal.room);
      while (rows.next()) out.append(out.empty() ? "" : " ").append(rows.view(0));
      return out;
    });
  }
  std::string last_words(const DealView& deal) {
    return db->read([&](db::Tx& tx) {
      auto rows =
          tx.query("SELECT body FROM messages WHERE room_id = $1 ORDER BY seq DESC LIMIT 1", deal.deal.room);
      rows.next();
      return rows.text(0);
    });
  }
  std::int64_t deal_events(core::UserId who) {
    return number("SELECT count(*) FROM events WHERE type = 'deal' AND user_id = " +
                  std::to_string(who.value));
  }
};

std::string code_of(const std::function<void()>& refused) {
  try {
    refused();
  } catch (const core::Error& error) {
    return error.fields.empty() ? error.code : error.fields.front().pointer + " " + error.fields.front().code;
  }
  return "";
}

bool offers(const DealView& deal, Action action) {
  const auto actions = actions_for(position_of(deal), deal.viewer);
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

}  // namespace

TEST_CASE("a purchase opens a deal at the asking price, and it is the seller's turn") {
  Market m;
  const auto bought = m.deals.buy(m.buyer, m.post, {});
  CHECK(bought.begun);
  const Deal& deal = bought.deal.deal;
  CHECK(deal.state == State::negotiating);
  CHECK(deal.turn == Side::seller);
  CHECK(deal.price == 9000);
  CHECK(deal.expires_at == start + 72 * core::hour);
  CHECK(m.deal_count() == 1);
  CHECK(m.last_words(bought.deal) == "구매 가능할까요?");
  CHECK(m.deal_events(m.buyer) == 1);
  CHECK(m.deal_events(m.seller) == 1);
}

TEST_CASE("an offered amount and the buyer's words arrive in the room") {
  Market m;
  const auto deal = m.buy(m.buyer, {.offer = 8000, .message = "오늘 받을 수 있어요"});
  CHECK(deal.deal.price == 8000);
  CHECK(deal.deal.list_price == 9000);
  CHECK(m.told(deal) == "deal_opened text");
  CHECK(m.last_words(deal) == "오늘 받을 수 있어요");
  CHECK(m.number("SELECT seller_unread FROM rooms") == 2);
  CHECK(m.number("SELECT buyer_unread FROM rooms") == 0);
}

TEST_CASE("a second purchase while the deal is open answers with that deal and changes nothing") {
  Market m;
  const auto first = m.deals.buy(m.buyer, m.post, {});
  const auto again = m.deals.buy(m.buyer, m.post, {.offer = 100, .message = "한 번 더"});
  CHECK_FALSE(again.begun);
  CHECK(again.deal.deal.id == first.deal.deal.id);
  CHECK(again.deal.deal.version == 1);
  CHECK(m.told(first.deal) == "deal_opened");
}

TEST_CASE("nobody buys their own post, a reserved, a sold or a hidden one") {
  Market m;
  const auto third = m.db.add_user("third");
  CHECK(code_of([&] { m.buy(m.seller); }) == "own-post");
  CHECK(code_of([&] { m.deals.buy(m.buyer, core::PostId{999}, {}); }) == "not-found");
  const auto deal = m.reserved();
  CHECK(code_of([&] { m.buy(third); }) == "post-reserved");
  m.must(m.seller, deal, Action::confirm);
  m.must(m.buyer, deal, Action::confirm);
  CHECK(code_of([&] { m.buy(third); }) == "post-sold");
  m.db->write([&](db::Tx& tx) { tx.run("UPDATE posts SET status = 'hidden'"); });
  CHECK(code_of([&] { m.buy(third); }) == "not-found");
  CHECK(code_of([&] { m.buy(m.buyer); }) == "post-unavailable");
}

TEST_CASE("an offer is from 1 won to twice the asking price, and a book that is free costs nothing") {
  Market m;
  CHECK(code_of([&] { m.buy(m.buyer, {.offer = 0, .message = {}}); }) == "/offer too-small");
  CHECK(code_of([&] { m.buy(m.buyer, {.offer = 18001, .message = {}}); }) == "/offer too-large");
  CHECK(m.number("SELECT count(*) FROM rooms") == 0);
  const auto deal = m.buy(m.buyer, {.offer = 18000, .message = {}});
  Move counter;
  counter.price = 18001;
  CHECK(code_of([&] { m.try_to(m.seller, deal, Action::offer, counter); }) == "/price too-large");
  m.db->write([&](db::Tx& tx) { tx.run("UPDATE posts SET price = 0"); });
  const auto other_buyer = m.db.add_user("other");
  CHECK(code_of([&] { m.buy(other_buyer, {.offer = 1, .message = {}}); }) == "/offer too-large");
  CHECK(m.buy(other_buyer, {.offer = 0, .message = {}}).deal.price == 0);
}

TEST_CASE("two people haggle, agree, meet, hand over and review") {
  Market m;
  auto deal = m.buy(m.buyer, {.offer = 7000, .message = {}});
  Move move;
  move.price = 8500;
  deal = m.must(m.seller, deal, Action::offer, move);
  CHECK(deal.deal.turn == Side::buyer);
  CHECK(deal.deal.offer_by == Side::seller);
  CHECK(m.last_words(deal) == "8,500원이면 가능합니다.");
  deal = m.must(m.buyer, deal, Action::accept);
  CHECK(deal.deal.state == State::reserved);
  CHECK(m.post_status() == "reserved");
  CHECK(deal.deal.expires_at == start + 14 * core::day);
  move.meeting = {"정문 앞", start + core::day};
  deal = m.must(m.seller, deal, Action::meet, move);
  CHECK(deal.deal.meeting->place == "정문 앞");
  CHECK(m.last_words(deal) == "만날 약속: 정문 앞, 1월 16일 17:00");
  deal = m.must(m.buyer, deal, Action::confirm);
  CHECK(deal.deal.state == State::reserved);
  CHECK(m.try_to(m.buyer, deal, Action::confirm).refusal == "action-not-allowed");
  deal = m.must(m.seller, deal, Action::confirm);
  CHECK(deal.deal.state == State::completed);
  CHECK_FALSE(deal.deal.expires_at);
  CHECK(m.post_status() == "sold");
  CHECK(m.number("SELECT sold_at FROM posts") == start);
  CHECK(m.deal_count() == 0);
  move.stars = 4;
  move.text = "책이 깨끗해요";
  m.must(m.buyer, deal, Action::review, move);
  CHECK(m.try_to(m.buyer, deal, Action::review, move).refusal == "action-not-allowed");
  m.must(m.seller, deal, Action::review, move);
  CHECK(m.number("SELECT rating_sum * 10 + rating_count FROM users WHERE username = 'seller'") == 41);
  const auto reviews = m.deals.reviews().about("Seller", {});
  REQUIRE(reviews.size() == 1);
  CHECK(reviews[0].author.username == "buyer");
  CHECK(reviews[0].side == Side::buyer);
  CHECK(reviews[0].stars == 4);
  CHECK(m.number("SELECT count(*) FROM events WHERE type = 'review'") == 3);
  CHECK(m.told(deal) == "deal_opened offer accepted meeting confirmed completed reviewed reviewed");
  // Every one of those messages came with a `deal` event for each side.
  CHECK(m.deal_events(m.buyer) == 8);
  CHECK(m.deal_events(m.seller) == 8);
}

TEST_CASE("a step with an old version is refused with the deal as it is") {
  Market m;
  const auto deal = m.buy(m.buyer);
  Move move;
  move.action = Action::offer;
  move.version = 1;
  move.price = 8000;
  CHECK(m.deals.act(m.seller, deal.deal.id, move).refusal == "");
  move.action = Action::decline;
  const auto refused = m.deals.act(m.seller, deal.deal.id, move);
  CHECK(refused.refusal == "deal-changed");
  CHECK(refused.deal.deal.price == 8000);
  CHECK(refused.deal.deal.version == 2);
}

TEST_CASE("a third user neither sees a deal nor acts on it") {
  Market m;
  const auto third = m.db.add_user("third");
  const auto deal = m.buy(m.buyer);
  Move move;
  move.version = 1;
  CHECK(code_of([&] { m.deals.get(third, deal.deal.id); }) == "not-found");
  CHECK(code_of([&] { m.deals.act(third, deal.deal.id, move); }) == "not-found");
  CHECK(m.deals.list(third, {}, {}).empty());
  CHECK(m.deals.list(m.buyer, {.role = Side::buyer, .states = {}}, {}).size() == 1);
  CHECK(m.deals.list(m.buyer, {.role = Side::seller, .states = {}}, {}).empty());
  CHECK(m.deals.list(m.seller, {.role = {}, .states = {State::negotiating}}, {}).size() == 1);
  CHECK(m.deals.list(m.seller, {.role = {}, .states = {State::reserved, State::closed}}, {}).empty());
}

TEST_CASE("while one deal is agreed the others wait, and go on with a fresh period when it is cancelled") {
  Market m;
  const auto second = m.db.add_user("second");
  const auto fan = m.db.add_user("fan");
  m.db->write([&](db::Tx& tx) {
    tx.run("INSERT INTO favorites (user_id, post_id, created_at) VALUES ($1, $2, 1)", fan, m.post);
  });
  auto waiting = m.buy(second);
  auto agreed = m.reserved();
  waiting = m.deals.get(m.seller, waiting.deal.id);
  CHECK_FALSE(waiting.deal.expires_at);
  CHECK_FALSE(offers(waiting, Action::accept));
  CHECK(m.try_to(m.seller, waiting, Action::accept).refusal == "post-reserved");

  m.clock.advance(10 * core::day);  // past what a negotiation has: it waits
  m.deals.settle_due();
  CHECK(m.deals.get(second, waiting.deal.id).deal.state == State::negotiating);
  Move move;
  move.price = 9500;
  CHECK_FALSE(m.must(m.seller, waiting, Action::offer, move).deal.expires_at);

  move.reason = "마음이 바뀌었어요";
  agreed = m.must(m.buyer, agreed, Action::cancel, move);
  CHECK(agreed.deal.state == State::cancelled);
  CHECK(m.last_words(agreed) == "구매자가 거래를 취소했습니다: 마음이 바뀌었어요 — 거래가 불성립되었습니다.");
  CHECK(m.post_status() == "selling");
  CHECK(m.deal_count() == 1);
  waiting = m.deals.get(second, waiting.deal.id);
  CHECK(waiting.deal.expires_at == m.clock.now() + 72 * core::hour);
  CHECK(offers(waiting, Action::accept));
  CHECK(m.told(waiting) == "deal_opened reserved_elsewhere offer free_again");
  CHECK(m.number("SELECT count(*) FROM events WHERE type = 'post' AND user_id = " +
                 std::to_string(fan.value)) == 2);
  // The first buyer may begin again, in the same room.
  CHECK(offers(m.deals.get(m.buyer, agreed.deal.id), Action::buy));
  const auto anew = m.deals.buy(m.buyer, m.post, {});
  CHECK(anew.begun);
  CHECK(anew.deal.deal.room == agreed.deal.room);
  CHECK_FALSE(offers(m.deals.get(m.buyer, agreed.deal.id), Action::buy));
}

TEST_CASE("when a seller goes nobody is told that the reserved book can be had again") {
  for (const Event why : {Event::left, Event::barred}) {
    Market m;
    const auto fan = m.db.add_user("fan");
    m.db->write([&](db::Tx& tx) {
      tx.run("INSERT INTO favorites (user_id, post_id, created_at) VALUES ($1, $2, 1)", fan, m.post);
    });
    const auto agreed = m.buy(m.buyer);
    const auto waiting = m.buy(m.db.add_user("second"));
    m.must(m.seller, agreed, Action::accept);
    m.db->write([&](db::Tx& tx) { m.deals.end_for_user(tx, m.seller, why); });
    const std::string word = why == Event::left ? "left" : "barred";
    CHECK(m.told(agreed) == "deal_opened accepted " + word);
    CHECK(m.told(waiting) == "deal_opened reserved_elsewhere " + word);
    CHECK(m.number("SELECT count(*) FROM events WHERE type = 'post'") == 1);  // reserved
    CHECK(m.number("SELECT count(*) FROM alert_queue") == 0);
    // What a moderator takes from the market is for sale when the seller is back.
    CHECK(m.post_status() == "selling");
    CHECK(m.deal_count() == 0);
  }
}

TEST_CASE("when the book is sold the other deals are closed and told") {
  Market m;
  const auto waiting = m.buy(m.db.add_user("second"));
  const auto deal = m.reserved();
  m.must(m.seller, deal, Action::confirm);
  m.must(m.buyer, deal, Action::confirm);
  CHECK(m.deals.get(m.seller, waiting.deal.id).deal.state == State::closed);
  CHECK(m.told(waiting) == "deal_opened reserved_elsewhere closed");
  CHECK(m.deal_count() == 0);
}

TEST_CASE("a post that is taken down closes its open deals") {
  Market m;
  const auto deal = m.buy(m.buyer);
  m.db->write([&](db::Tx& tx) { m.deals.close_for_post(tx, m.post, "deleted"); });
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::closed);
  CHECK(m.deal_count() == 0);
  CHECK(m.last_words(deal) == "판매글이 내려갔습니다. 거래가 불성립되었습니다.");
}

TEST_CASE("a negotiation expires 72 hours after the last offer, and an offer gives it time again") {
  Market m;
  auto deal = m.buy(m.buyer);
  m.clock.advance(72 * core::hour - 1);
  Move move;
  move.price = 8000;
  deal = m.must(m.seller, deal, Action::offer, move);
  m.clock.advance(72 * core::hour - 1);
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::negotiating);
  m.clock.advance(1);
  m.deals.settle_due();
  CHECK(m.number("SELECT count(*) FROM deals WHERE state = 'expired'") == 1);
  CHECK(m.told(deal) == "deal_opened offer expired");
  CHECK(m.deal_count() == 0);
  CHECK(m.deals.buy(m.buyer, m.post, {}).begun);
}

TEST_CASE("the clock decides, whether or not the sweep has been") {
  Market m;
  const auto deal = m.buy(m.buyer);
  Move accept;
  accept.version = 1;
  m.clock.advance(72 * core::hour);
  SUBCASE("an action on an expired deal is refused, and the expiry stays written") {
    const auto refused = m.deals.act(m.seller, deal.deal.id, accept);
    CHECK(refused.refusal == "deal-changed");
    CHECK(refused.deal.deal.state == State::expired);
  }
  SUBCASE("reading it shows it expired") {
    CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::expired);
  }
  SUBCASE("so does a list") {
    CHECK(m.deals.list(m.seller, {}, {}).at(0).deal.state == State::expired);
  }
  SUBCASE("buying again begins a new deal") {
    CHECK(m.buy(m.buyer).deal.id != deal.deal.id);
  }
  CHECK(m.number("SELECT count(*) FROM deals WHERE state = 'expired'") == 1);
  CHECK(m.number("SELECT count(*) FROM messages WHERE json_extract(data, '$.event') = 'expired'") == 1);
}

TEST_CASE("deals are read while nothing can be written, as they stand there") {
  Market m;
  const auto deal = m.buy(m.buyer);
  m.clock.advance(72 * core::hour);
  {
    const db::Database::Closed closed(*m.db);
    CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::negotiating);
    CHECK(m.deals.list(m.seller, {}, {}).at(0).deal.state == State::negotiating);
    CHECK(code_of([&] { m.deals.get(core::UserId{99}, deal.deal.id); }) == "not-found");
  }
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::expired);
}

TEST_CASE("an agreement expires after 14 days and frees the post") {
  Market m;
  const auto deal = m.reserved();
  m.clock.advance(14 * core::day);
  // Somebody else comes before the sweep: the book is free for them.
  CHECK(m.deals.buy(m.db.add_user("second"), m.post, {}).begun);
  CHECK(m.post_status() == "selling");
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::expired);
}

TEST_CASE("a meeting later than the agreement's end keeps it alive until the day after") {
  Market m;
  auto deal = m.reserved();
  Move move;
  move.meeting = {"학생회관", start + 20 * core::day};
  deal = m.must(m.buyer, deal, Action::meet, move);
  CHECK(deal.deal.expires_at == start + 21 * core::day);
  move.meeting.at = start + core::day;
  CHECK(m.must(m.buyer, deal, Action::meet, move).deal.expires_at == start + 21 * core::day);
  move.meeting.at = start;
  CHECK(code_of([&] { m.try_to(m.buyer, deal, Action::meet, move); }) == "/at too-small");
  move.meeting.at = start + 60 * core::day + 1;
  CHECK(code_of([&] { m.try_to(m.buyer, deal, Action::meet, move); }) == "/at too-large");
}

TEST_CASE("one side's confirmation alone completes the deal after 7 days") {
  Market m;
  auto deal = m.reserved();
  m.clock.advance(13 * core::day);
  deal = m.must(m.seller, deal, Action::confirm);
  // The agreement's own 14 days no longer count: a book that was handed over is not put on sale again.
  CHECK(deal.deal.expires_at == m.clock.now() + 7 * core::day);
  m.clock.advance(7 * core::day - 1);
  m.deals.settle_due();
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::reserved);
  m.clock.advance(1);
  m.deals.settle_due();
  CHECK(m.deals.get(m.buyer, deal.deal.id).deal.state == State::completed);
  CHECK(m.post_status() == "sold");
  CHECK(m.told(deal) == "deal_opened accepted confirmed completed");
}

TEST_CASE("the sweep settles more deals than one batch holds") {
  Market m;
  for (int i = 0; i < 120; ++i) m.buy(m.db.add_user("buyer" + std::to_string(i)));
  m.clock.advance(72 * core::hour);
  m.deals.settle_due();
  CHECK(m.number("SELECT count(*) FROM deals WHERE state = 'expired'") == 120);
  CHECK(m.deal_count() == 0);
}

TEST_CASE("of fifty accepts at once exactly one reserves the post") {
  Market m;
  std::vector<DealView> offered;
  for (int i = 0; i < 50; ++i) offered.push_back(m.buy(m.db.add_user("buyer" + std::to_string(i))));
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 5; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = thread * 10; i < thread * 10 + 10; ++i) {
          Move move;
          move.version = 1;
          const auto acted = m.deals.act(m.seller, offered[static_cast<std::size_t>(i)].deal.id, move);
          if (acted.refusal.empty()) ++won;
          if (acted.refusal == "post-reserved") ++lost;
        }
      });
    }
  }
  CHECK(won == 1);
  CHECK(lost == 49);
  CHECK(m.number("SELECT count(*) FROM deals WHERE state = 'reserved'") == 1);
  CHECK(m.number("SELECT count(*) FROM deals WHERE state = 'negotiating'") == 49);
  CHECK(
      m.number("SELECT count(*) FROM messages WHERE json_extract(data, '$.event') = 'reserved_elsewhere'") ==
      49);
  CHECK(
      m.number(
          "SELECT max(seller_unread) FROM rooms WHERE buyer_id <> (SELECT buyer_id FROM deals WHERE state = "
          "'reserved')") == 1);
}

TEST_CASE("fifty purchases at once by one buyer are one deal") {
  Market m;
  std::atomic<int> begun = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 5; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10; ++i) begun += m.deals.buy(m.buyer, m.post, {}).begun ? 1 : 0;
      });
    }
  }
  CHECK(begun == 1);
  CHECK(m.number("SELECT count(*) FROM deals") == 1);
}

TEST_CASE("a list of deals goes on where its page ended") {
  Market m;
  std::vector<core::DealId> wanted;
  for (int i = 0; i < 5; ++i) {
    m.clock.advance(i == 2 ? 0 : 1);  // two of the same millisecond
    wanted.insert(wanted.begin(), m.buy(m.db.add_user("buyer" + std::to_string(i))).deal.id);
  }
  std::vector<core::DealId> seen;
  core::Page page{.limit = 2, .after = {}};
  for (;;) {
    const auto deals = m.deals.list(m.seller, {}, page);
    const auto shown = std::min<std::size_t>(deals.size(), 2);
    for (std::size_t i = 0; i < shown; ++i) seen.push_back(deals[i].deal.id);
    if (deals.size() <= 2) break;
    page.after = core::PageKey{"activity", deals[1].deal.updated_at, deals[1].deal.id.value};
  }
  CHECK((seen == wanted));
}

namespace {

struct Completed : Market {
  DealView deal = completed();

  DealView completed() {
    auto sold = reserved();
    sold = must(seller, sold, Action::confirm);
    return must(buyer, sold, Action::confirm);
  }
  DealView review(core::UserId who, std::int64_t stars) {
    Move move;
    move.stars = stars;
    return must(who, deal, Action::review, move);
  }
  std::size_t shown(const char* username) { return deals.reviews().about(username, {}).size(); }
  // What the ratings of the two hold: stars and reviews, the seller's first.
  std::string ratings() {
    return db->read([&](db::Tx& tx) {
      std::string out;
      auto rows = tx.query("SELECT rating_sum, rating_count FROM users ORDER BY id");
      while (rows.next()) out += rows.text(0) + "/" + rows.text(1) + " ";
      return out;
    });
  }
  // Of a user's `review` events, oldest first: what each tells.
  std::string news(core::UserId who) {
    return db->read([&](db::Tx& tx) {
      std::string out;
      auto rows =
          tx.query("SELECT data FROM events WHERE type = 'review' AND user_id = $1 ORDER BY seq", who);
      while (rows.next()) out += rows.text(0);
      return out;
    });
  }
};

}  // namespace

TEST_CASE("a review is hidden until the other side has written, too, and then both count at once") {
  Completed m;
  const auto mine = m.review(m.buyer, 2);
  REQUIRE(mine.my_review);
  CHECK(mine.my_review->stars == 2);
  CHECK_FALSE(mine.my_review->published);
  CHECK(mine.my_review->publish_at == start + 7 * core::day);
  CHECK_FALSE(m.deals.get(m.seller, m.deal.deal.id).my_review);
  CHECK(m.last_words(m.deal) == "구매자가 거래 후기를 남겼습니다. 상대방도 후기를 쓰면 함께 공개됩니다.");
  CHECK(m.ratings() == "0/0 0/0 ");
  CHECK(m.shown("seller") == 0);
  CHECK(m.news(m.seller) == "\"hidden\"");
  CHECK(m.news(m.buyer).empty());

  m.clock.advance(core::hour);
  CHECK(m.review(m.seller, 5).my_review->published);
  CHECK(m.ratings() == "2/1 5/1 ");
  CHECK(m.shown("seller") == 1);
  CHECK(m.shown("buyer") == 1);
  CHECK(m.news(m.seller) == "\"hidden\"\"published\"");
  CHECK(m.news(m.buyer) == "\"published\"");
  CHECK(m.last_words(m.deal) == "판매자가 거래 후기를 남겼습니다. 이제 프로필에서 볼 수 있습니다.");
  CHECK(m.deals.get(m.buyer, m.deal.deal.id).my_review->publish_at == start + core::hour);
}

TEST_CASE("seven days after the deal a review is shown without the other's, once") {
  Completed m;
  m.clock.advance(6 * core::day);
  m.review(m.buyer, 4);
  m.deals.reviews().publish_due();
  CHECK(m.ratings() == "0/0 0/0 ");
  m.clock.advance(core::day - 1);
  m.deals.reviews().publish_due();
  CHECK(m.shown("seller") == 0);
  m.clock.advance(1);
  for (int i = 0; i < 2; ++i) m.deals.reviews().publish_due();
  CHECK(m.ratings() == "4/1 0/0 ");
  CHECK(m.shown("seller") == 1);
  CHECK(m.news(m.seller) == "\"hidden\"\"published\"");
}

TEST_CASE("a review written after those days is shown at once, and there is no last day for it") {
  Completed m;
  m.clock.advance(300 * core::day);
  CHECK(m.review(m.seller, 1).my_review->published);
  CHECK(m.ratings() == "0/0 1/1 ");
  CHECK(m.news(m.buyer) == "\"published\"");
  CHECK(m.review(m.buyer, 3).my_review->published);
  CHECK(m.ratings() == "3/1 1/1 ");
}

TEST_CASE("a review that the sweep is late for is shown by the other side's") {
  Completed m;
  m.review(m.buyer, 4);
  m.clock.advance(8 * core::day);
  m.review(m.seller, 5);
  CHECK(m.ratings() == "4/1 5/1 ");
  m.deals.reviews().publish_due();
  CHECK(m.ratings() == "4/1 5/1 ");
}

namespace {

struct Meeters : Market {
  DealView deal = reserved();

  void meet_in(core::Millis time, core::UserId who = {}) {
    Move move;
    move.meeting = {"정문 앞", clock.now() + time};
    deal = must(who.value != 0 ? who : seller, deal, Action::meet, move);
  }
  // How many reminders the room has heard by now.
  std::int64_t reminders() {
    deals.remind_due();
    return number("SELECT count(*) FROM messages WHERE data LIKE '%\"meeting_soon\"%'");
  }
};

}  // namespace

TEST_CASE("an hour before they meet both are reminded, once, and the deal's version stays") {
  Meeters m;
  m.meet_in(3 * core::hour);
  CHECK(m.reminders() == 0);
  m.clock.advance(2 * core::hour - 1);
  CHECK(m.reminders() == 0);
  m.clock.advance(1);
  const auto before = m.deal_events(m.buyer);
  CHECK(m.reminders() == 1);
  CHECK(m.last_words(m.deal) == "한 시간 뒤 만날 약속이 있습니다: 정문 앞, 1월 15일 20:00");
  CHECK(m.deal_events(m.buyer) == before + 1);
  CHECK(m.deal_events(m.seller) == before + 1);
  CHECK(m.number("SELECT buyer_unread * 10 + seller_unread FROM rooms") % 11 != 0);
  CHECK(m.deals.get(m.buyer, m.deal.deal.id).deal.version == m.deal.deal.version);
  m.clock.advance(core::hour);
  CHECK(m.reminders() == 1);
}

TEST_CASE("a meeting that is moved is reminded of anew, one within the hour is not") {
  Meeters m;
  m.meet_in(2 * core::hour);
  m.clock.advance(core::hour);
  CHECK(m.reminders() == 1);
  m.meet_in(25 * core::hour, m.buyer);
  m.clock.advance(12 * core::hour);
  CHECK(m.reminders() == 1);
  m.clock.advance(12 * core::hour);
  CHECK(m.reminders() == 2);
  m.meet_in(30 * core::minute);
  m.clock.advance(29 * core::minute);
  CHECK(m.reminders() == 2);
}

TEST_CASE("nobody is reminded of a meeting that was cancelled, has been, or is over with its deal") {
  for (const auto* how : {"meeting", "deal", "confirmed", "hidden", "late"}) {
    CAPTURE(how);
    Meeters m;
    const std::string_view way = how;
    m.meet_in(3 * core::hour);
    if (way == "meeting") {
      m.deal = m.must(m.buyer, m.deal, Action::cancel_meeting);
      CHECK_FALSE(m.deal.deal.meeting);
      CHECK(m.deal.deal.state == State::reserved);
      CHECK(m.deal.deal.expires_at == start + 14 * core::day);
      CHECK(m.last_words(m.deal) == "구매자가 만날 약속을 취소했습니다. 거래는 그대로입니다.");
      CHECK(m.try_to(m.seller, m.deal, Action::cancel_meeting).refusal == "action-not-allowed");
    }
    if (way == "deal") m.must(m.seller, m.deal, Action::cancel);
    if (way == "confirmed") m.must(m.seller, m.deal, Action::confirm);
    if (way == "hidden") m.db->write([&](db::Tx& tx) { m.deals.close_for_post(tx, m.post, "hidden"); });
    m.clock.advance(way == "late" ? 4 * core::hour : 2 * core::hour);
    CHECK(m.reminders() == 0);
    CHECK(m.number("SELECT count(*) FROM deals WHERE remind_at IS NOT NULL") == 0);
  }
}

TEST_CASE("the reminder of a sweep that is late tells how long it really is") {
  Meeters m;
  m.meet_in(3 * core::hour);
  m.clock.advance(2 * core::hour + 35 * core::minute);
  CHECK(m.reminders() == 1);
  CHECK(m.last_words(m.deal).starts_with("25분 뒤 만날 약속이 있습니다: 정문 앞, "));
}

}  // namespace deal_service_test
