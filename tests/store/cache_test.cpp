// What was read is kept until a commit changes what it was read from, over a real database.
#include "db/cache.h"

#include <doctest/doctest.h>

#include <string>

#include "blocks/block_store.h"
#include "http/response.h"
#include "posts/post_cache.h"
#include "support.h"
#include "users/user_cache.h"

namespace cache_test {

namespace {

struct Market {
  support::MarketDatabase db;
  db::Cache<std::string, int> cache{*db, {"users", "blocks", "rooms.answered_at"}, 3};

  void keep(const std::string& key, int value) { cache.put(key, value, cache.generation()); }
  void change(const std::string& sql) {
    db->write([&](db::Tx& tx) { tx.run(sql); });
  }
};

}  // namespace

TEST_CASE("what is kept is found until a commit changes a table it was read from") {
  Market m;
  const auto one = m.db.add_user("one");
  const auto other = m.db.add_user("other");
  CHECK_FALSE(m.cache.find("a"));
  m.keep("a", 1);
  CHECK(m.cache.find("a") == 1);
  CHECK_FALSE(m.cache.find("b"));
  m.change("INSERT INTO meta (name, value) VALUES ('other', 'table')");
  CHECK(m.cache.find("a") == 1);
  m.change("UPDATE users SET bio = 'new'");
  CHECK_FALSE(m.cache.find("a"));
  m.keep("a", 2);
  CHECK(m.cache.find("a") == 2);
  m.db->write([&](db::Tx& tx) { blocks::BlockStore().add(tx, one, other, 1); });
  CHECK_FALSE(m.cache.find("a"));
  CHECK(m.cache.hits() == 3);
  CHECK(m.cache.misses() == 4);
}

TEST_CASE("a column that is told to have changed lets go of what was read of it, another does not") {
  Market m;
  m.keep("a", 1);
  m.db->write([](db::Tx& tx) { tx.changed("rooms.muted"); });
  CHECK(m.cache.find("a") == 1);
  m.db->write([](db::Tx& tx) { tx.changed("rooms.answered_at"); });
  CHECK_FALSE(m.cache.find("a"));
}

TEST_CASE("what was read before a commit is not kept after it") {
  Market m;
  m.db.add_user("one");
  const auto before = m.cache.generation();
  m.change("UPDATE users SET bio = 'new'");
  m.cache.put("a", 1, before);
  CHECK_FALSE(m.cache.find("a"));
  const int read = m.cache.get("a", [&] {
    m.change("UPDATE users SET bio = 'newer'");
    return 2;
  });
  CHECK(read == 2);
  CHECK_FALSE(m.cache.find("a"));
  CHECK(m.cache.get("a", [] { return 3; }) == 3);
  CHECK(m.cache.get("a", [] { return 4; }) == 3);
}

TEST_CASE("one more than there is room for lets go of all before it") {
  Market m;
  for (const std::string key : {"a", "b", "c"}) m.keep(key, 1);
  CHECK(m.cache.find("a"));
  m.keep("d", 1);
  CHECK_FALSE(m.cache.find("a"));
  CHECK(m.cache.find("d"));
}

TEST_CASE("where what is kept differs in size, all of it together is bounded") {
  support::MarketDatabase db;
  db::Cache<std::string, int> cache(*db, {"users"}, 100);
  const auto keep = [&cache](const std::string& key, std::size_t size) {
    cache.put(key, 1, cache.generation(), size);
  };
  keep("a", 60);
  keep("b", 40);
  CHECK(cache.find("a"));
  CHECK(cache.find("b"));
  // Again, and smaller: what it took before is free.
  keep("a", 10);
  keep("c", 50);
  CHECK(cache.find("b"));
  keep("too big", 101);
  CHECK_FALSE(cache.find("too big"));
  CHECK(cache.find("c"));
  keep("d", 1);
  CHECK_FALSE(cache.find("a"));
  CHECK_FALSE(cache.find("c"));
  keep("e", 99);
  CHECK(cache.find("d"));
}

TEST_CASE("answers are kept by their bytes, not by their number") {
  support::MarketDatabase db;
  posts::PostCache cache(*db, 1 << 20);
  const auto keep = [&cache](const std::string& target, std::size_t bytes) {
    cache.put(target, http::json(std::string(bytes, ' ')), cache.generation());
  };
  for (int i = 0; i < 200; ++i) keep("/posts/" + std::to_string(i), 1'000);
  CHECK(cache.find("/posts/0"));
  keep("/feed.atom", 600'000);
  CHECK_FALSE(cache.find("/feed.atom"));
  CHECK(cache.find("/posts/0"));
  keep("/feed.atom?q=a", 400'000);
  CHECK(cache.find("/feed.atom?q=a"));
  CHECK_FALSE(cache.find("/posts/0"));
}

TEST_CASE("a user's page is kept for a minute, apart for those who are signed in, and by no clock set back") {
  support::MarketDatabase db;
  users::UserCache pages(*db);
  constexpr core::Millis now = 1'800'000'000'000;
  constexpr core::UserId user{7};
  pages.put("minji", true, {user, now, {}}, pages.generation());
  CHECK(pages.find("minji", true, now));
  CHECK(pages.find("minji", true, now + core::minute - 1)->user == user);
  CHECK_FALSE(pages.find("minji", true, now + core::minute));
  CHECK_FALSE(pages.find("minji", true, now - 1));
  CHECK_FALSE(pages.find("minji", false, now));
  CHECK_FALSE(pages.find("minj", true, now));
}

}  // namespace cache_test
