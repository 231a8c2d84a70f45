// What a user's page tells of how they deal.
#include "users/reputation.h"

#include <doctest/doctest.h>

#include <string>

#include "core/clock.h"
#include "deals/deal_service.h"
#include "support.h"

namespace reputation_test {

using users::median;

namespace {

constexpr core::Millis start = 1'800'000'000'000;

struct Market {
  support::MarketDatabase db;
  core::ManualClock clock{start};
  events::EventStore events;
  chat::RoomStore rooms{events};
  deals::DealService deals{*db, clock, events, rooms, deals::DealTimes{}};
  core::UserId seller = db.add_user("seller");
  core::UserId buyer = db.add_user("buyer");

  // Somebody asks for a book of its own.
  core::DealId asked() { return deals.buy(buyer, db.add_post(seller), {}).deal.deal.id; }
  void act(core::UserId who, core::DealId deal, deals::Action action, deals::Move move = {}) {
    move.action = action;
    move.version = deals.get(who, deal).deal.version;
    REQUIRE(deals.act(who, deal, move).refusal.empty());
  }
  void answered_after(core::Millis time) {
    const auto deal = asked();
    clock.advance(time);
    act(seller, deal, deals::Action::decline);
  }
  users::Reputation reputation() {
    return db->read([&](db::Tx& tx) { return users::reputation_of(tx, seller, clock.now()); });
  }
  // "90 of 2": minutes, and of how many requests.
  std::string reply_time() {
    const auto time = reputation().reply_time;
    return time ? std::to_string(time->median / core::minute) + " of " + std::to_string(time->count) : "none";
  }
};

}  // namespace

TEST_CASE("the median of none is nothing, of an even number the mean of the two in the middle") {
  CHECK_FALSE(median({}));
  CHECK(median({7}) == 7);
  CHECK(median({9, 1, 2}) == 2);
  CHECK(median({10, 1, 2, 100}) == 6);
}

TEST_CASE("the reply time is the median of the answers, and the first answer to each request counts") {
  Market m;
  CHECK(m.reply_time() == "none");
  m.answered_after(10 * core::minute);
  CHECK(m.reply_time() == "10 of 1");
  m.answered_after(30 * core::minute);
  CHECK(m.reply_time() == "20 of 2");
  const auto deal = m.asked();
  m.clock.advance(5 * core::minute);
  deals::Move move;
  move.price = 5000;
  m.act(m.seller, deal, deals::Action::offer, move);
  m.clock.advance(3 * core::hour);
  m.act(m.buyer, deal, deals::Action::offer, move);
  m.clock.advance(3 * core::hour);
  m.act(m.seller, deal, deals::Action::accept);
  CHECK(m.reply_time() == "10 of 3");
}

TEST_CASE("what waits for a day counts as slow, what was withdrawn before that does not count") {
  Market m;
  const auto withdrawn = m.asked();
  m.clock.advance(2 * core::hour);
  m.act(m.buyer, withdrawn, deals::Action::withdraw);
  m.asked();
  m.clock.advance(core::day);
  CHECK(m.reply_time() == "none");
  m.clock.advance(core::hour);
  CHECK(m.reply_time() == "1500 of 1");
  m.clock.advance(100 * core::hour);
  m.deals.settle_due();  // it has expired, and from then on waits no longer
  m.clock.advance(core::day);
  const auto at_the_end = m.reply_time();
  m.clock.advance(core::day);
  CHECK(m.reply_time() == at_the_end);
}

TEST_CASE("a request that hears that the book goes to somebody else has its answer") {
  Market m;
  const auto third = m.db.add_user("third");
  const auto post = m.db.add_post(m.seller);
  const auto first = m.deals.buy(m.buyer, post, {}).deal.deal.id;
  m.deals.buy(third, post, {});
  m.clock.advance(20 * core::minute);
  m.act(m.seller, first, deals::Action::accept);
  m.clock.advance(10 * core::day);
  CHECK(m.reply_time() == "20 of 2");
}

TEST_CASE("what a moderator, the clock or another buyer brings about is no answer of the seller's") {
  Market m;
  const auto reach = [&](core::PostId post, auto act) {
    const auto deal = m.deals.buy(m.buyer, post, {}).deal.deal.id;
    m.clock.advance(core::minute);
    act(deal);
    CHECK(m.reply_time() == "none");
    return deal;
  };
  const auto post = m.db.add_post(m.seller);
  const auto held = reach(post, [&](core::DealId) {
    m.db->write([&](db::Tx& tx) {
      m.deals.pause_for_post(tx, post);
      m.deals.resume_for_post(tx, post);
    });
  });
  m.act(m.buyer, held, deals::Action::withdraw);
  reach(m.db.add_post(m.seller), [&](core::DealId) {
    m.db->write([&](db::Tx& tx) { m.deals.end_for_user(tx, m.seller, deals::Event::barred); });
  });
  // The seller has made a counter-offer to one of two, who takes it, and cancels.
  const auto shared = m.db.add_post(m.seller);
  const auto other = m.deals.buy(m.db.add_user("other"), shared, {}).deal.deal;
  deals::Move move;
  move.price = 5000;
  m.act(m.seller, other.id, deals::Action::offer, move);
  CHECK(m.reply_time() == "0 of 1");
  m.deals.buy(m.buyer, shared, {});
  m.clock.advance(core::minute);
  m.act(other.buyer, other.id, deals::Action::accept);
  move.reason = "변심";
  m.act(other.buyer, other.id, deals::Action::cancel, move);
  CHECK(m.reply_time() == "0 of 1");
}

TEST_CASE("who takes the post down has answered those who asked for it") {
  Market m;
  const auto post = m.db.add_post(m.seller);
  m.deals.buy(m.buyer, post, {});
  m.clock.advance(core::minute);
  m.db->write([&](db::Tx& tx) { m.deals.close_for_post(tx, post, "hidden"); });
  CHECK(m.reply_time() == "1 of 1");
}

TEST_CASE("only the latest thirty requests of ninety days count, and only those to the user") {
  Market m;
  m.answered_after(10 * core::hour);
  for (int i = 0; i < 30; ++i) m.answered_after(core::minute);
  CHECK(m.reply_time() == "1 of 30");
  m.clock.advance(91 * core::day);
  CHECK(m.reply_time() == "none");
  m.answered_after(core::minute);
  m.db->read([&](db::Tx& tx) { CHECK_FALSE(users::reputation_of(tx, m.buyer, m.clock.now()).reply_time); });
}

}  // namespace reputation_test
