// What a viewer sees differently than everybody, kept over a real database.
#include "posts/viewer_cache.h"

#include <doctest/doctest.h>

#include <functional>
#include <utility>

#include "posts/post_store.h"
#include "support.h"

namespace viewer_cache_test {

namespace {

struct Market {
  support::MarketDatabase db;
  posts::ViewerCache viewers{*db};
  posts::PostStore store;
  core::UserId seller = db.add_user("seller");
  core::UserId fan = db.add_user("fan");
  core::UserId other = db.add_user("other");
  core::PostId post = db.add_post(seller);

  void favor(core::PostId one, bool favorite) {
    db->write([&](db::Tx& tx) {
      if (favorite) {
        store.add_favorite(tx, fan, one, 1);
      } else {
        store.remove_favorite(tx, fan, one);
      }
    });
  }
};

}  // namespace

TEST_CASE("a favourite is known from the commit that makes it to the one that ends it") {
  Market m;
  CHECK_FALSE(m.viewers.find(m.fan)->favors(m.post));
  m.favor(m.post, true);
  CHECK(m.viewers.find(m.fan)->favors(m.post));
  CHECK_FALSE(m.viewers.find(m.other)->favors(m.post));
  m.favor(m.post, false);
  CHECK_FALSE(m.viewers.find(m.fan)->favors(m.post));
  m.favor(m.post, true);
  m.db->write([&](db::Tx& tx) { m.store.remove_favorites(tx, m.fan); });
  CHECK_FALSE(m.viewers.find(m.fan)->favors(m.post));
}

TEST_CASE("a post is known by its buyer's deal, and by nobody else's") {
  Market m;
  CHECK_FALSE(m.viewers.find(m.fan)->deals_about(m.post));
  m.db->write([&](db::Tx& tx) {
    tx.run(
        "INSERT INTO rooms (id, post_id, buyer_id, seller_id, last_message_at, created_at) "
        "VALUES (1, $1, $2, $3, 1, 1)",
        m.post, m.fan, m.seller);
    tx.run(
        "INSERT INTO deals (room_id, post_id, buyer_id, seller_id, state, price, list_price, offer_by, "
        "offered_at, created_at, updated_at) VALUES (1, $1, $2, $3, 'declined', 1, 1, 'buyer', 1, 1, 1)",
        m.post, m.fan, m.seller);
  });
  CHECK(m.viewers.find(m.fan)->deals_about(m.post));
  CHECK_FALSE(m.viewers.find(m.seller)->deals_about(m.post));
}

TEST_CASE("somebody with very many favourites is not taken for one whose favourites are all known") {
  Market m;
  m.db->write([&](db::Tx& tx) {
    for (int i = 0; i < 200; ++i) {
      tx.run("INSERT INTO favorites (user_id, post_id, created_at) VALUES ($1, $2, 1)", m.fan,
             m.db.add_post(m.seller));
    }
    tx.changed("favorites");
  });
  CHECK(m.viewers.find(m.fan)->complete);
  m.favor(m.post, true);
  CHECK_FALSE(m.viewers.find(m.fan)->complete);
  CHECK(m.viewers.find(m.other)->complete);
}

TEST_CASE("everybody favours nothing") {
  Market m;
  m.favor(m.post, true);
  const auto everybody = m.viewers.find({});
  CHECK(everybody->complete);
  CHECK_FALSE(everybody->favors(m.post));
}

TEST_CASE("what a commit overtook while it was read is not kept") {
  // The same file once more, with a commit between the reading of the rows and what becomes of them.
  struct Overtaken : db::SqliteDatabase {
    using SqliteDatabase::SqliteDatabase;
    void read_now(const std::function<void(db::Tx&)>& work) override {
      SqliteDatabase::read_now(work);
      if (overtake) std::exchange(overtake, nullptr)();
    }
    std::function<void()> overtake;
  };
  Market m;
  Overtaken database(m.db.data_dir() + "/market.db");
  posts::ViewerCache viewers(database);
  database.overtake = [&] {
    database.write([&](db::Tx& tx) { m.store.add_favorite(tx, m.fan, m.post, 1); });
  };
  CHECK_FALSE(viewers.find(m.fan)->favors(m.post));
  CHECK(viewers.find(m.fan)->favors(m.post));
}

}  // namespace viewer_cache_test
