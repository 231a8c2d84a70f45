// With whom somebody is in a blocked pair, kept over a real database.
#include "blocks/blocked_cache.h"

#include <doctest/doctest.h>

#include <string>

#include "blocks/block_store.h"
#include "support.h"

namespace blocked_cache_test {

namespace {

struct Market {
  support::MarketDatabase db;
  blocks::BlockedCache blocked{*db};
  blocks::BlockStore store;
  core::UserId one = db.add_user("one");
  core::UserId two = db.add_user("two");
  core::UserId other = db.add_user("other");

  void block(core::UserId blocker, core::UserId whom) {
    db->write([&](db::Tx& tx) { store.add(tx, blocker, whom, 1); });
  }
};

}  // namespace

TEST_CASE("of a blocked pair both are known, whoever blocked, until it ends") {
  Market m;
  CHECK_FALSE(m.blocked.of(m.one)->any());
  m.block(m.one, m.two);
  CHECK(m.blocked.of(m.one)->may_be(m.two));
  CHECK(m.blocked.of(m.two)->may_be(m.one));
  CHECK_FALSE(m.blocked.of(m.one)->may_be(m.other));
  CHECK_FALSE(m.blocked.of(m.one)->may_be(m.one));
  CHECK_FALSE(m.blocked.of(m.other)->any());
  m.block(m.two, m.one);
  m.db->write([&](db::Tx& tx) { m.store.remove(tx, m.one, m.two); });
  CHECK(m.blocked.of(m.one)->may_be(m.two));
  m.db->write([&](db::Tx& tx) { m.store.remove_all(tx, m.two); });
  CHECK_FALSE(m.blocked.of(m.one)->any());
  CHECK_FALSE(m.blocked.of(m.two)->may_be(m.one));
}

TEST_CASE("who is in very many blocked pairs may be in one with anybody") {
  Market m;
  for (int i = 0; i < 200; ++i) m.block(m.one, m.db.add_user("user" + std::to_string(i)));
  CHECK(m.blocked.of(m.one)->complete);
  CHECK_FALSE(m.blocked.of(m.one)->may_be(m.two));
  m.block(m.two, m.one);
  CHECK(m.blocked.of(m.one)->may_be(m.two));
  CHECK(m.blocked.of(m.one)->may_be(m.other));
  CHECK_FALSE(m.blocked.of(m.other)->any());
}

TEST_CASE("nobody is in no blocked pair") {
  Market m;
  m.block(m.one, m.two);
  CHECK_FALSE(m.blocked.of({})->any());
  CHECK_FALSE(m.blocked.of({})->may_be(m.one));
}

}  // namespace blocked_cache_test
