// Leaving the market, with more than one transaction should hold.
#include <doctest/doctest.h>

#include <string>

#include "app/check.h"
#include "app/services.h"
#include "support.h"

namespace leaving_test {

namespace {

app::Config config_in(const support::TemporaryDirectory& directory) {
  app::Config config;
  config.data_dir = directory.path().string();
  config.migrations_dir = GIRAFFE_SOURCE_DIR "/migrations";
  config.argon2_mib = 1;
  config.argon2_passes = 1;
  return config;
}

users::User sign_up(app::Services& market, const std::string& username) {
  return market.users.sign_up(
      {username, "a tall giraffe 7", username + "@giraffe.example", "수학과", "김기린"});
}

posts::Draft draft() {
  posts::Draft made;
  made.title = made.book.title = "선형대수학";
  made.condition = "good";
  made.place = "도서관 앞";
  return made;
}

http::Principal signed_in(const users::User& user) {
  http::Principal who;
  who.user = user.card.id;
  who.username = user.card.username;
  return who;
}

std::int64_t count(app::Services& market, const std::string& rows, core::UserId user) {
  return market.database.read(
      [&](db::Tx& tx) { return db::first_integer(tx.query("SELECT count(*) FROM " + rows, user)); });
}

}  // namespace

TEST_CASE("one with very many posts and deals leaves without keeping every other writer waiting") {
  constexpr int many = 120;
  const support::TemporaryDirectory directory;
  const core::ManualClock clock(1'800'000'000'000);
  {
    app::Services market(config_in(directory), clock);
    const auto leaving = sign_up(market, "leaving"), other = sign_up(market, "other");
    for (int i = 0; i < many; ++i) {
      market.posts.create(leaving.card.id, draft());
      market.deals.buy(leaving.card.id, market.posts.create(other.card.id, draft()).first, {});
    }
    int commits = 0;
    market.database.on_change({"posts"}, [&] { ++commits; });
    market.users.remove(signed_in(leaving), "a tall giraffe 7");
    CHECK(commits > 4);

    const auto left = [&](const std::string& rows) { return count(market, rows, leaving.card.id); };
    CHECK(left("posts WHERE seller_id = $1 AND deleted_at IS NULL") == 0);
    CHECK(left("deals WHERE buyer_id = $1 AND state = 'cancelled'") == many);
    CHECK(left("users WHERE id = $1 AND password_hash = ''") == 1);
  }
  CHECK(app::check_data(directory.path().string()).faults.empty());
}

TEST_CASE(
    "an account whose leaving was interrupted keeps the blocks against it and by it until that goes on") {
  const support::TemporaryDirectory directory;
  const core::ManualClock clock(1'800'000'000'000);
  app::Services market(config_in(directory), clock);
  const auto leaving = sign_up(market, "leaving"), other = sign_up(market, "other");
  market.blocks.block(other.card.id, "leaving");
  market.blocks.block(leaving.card.id, "other");
  notices::Notice warned;
  warned.change = "warned";
  market.database.write([&](db::Tx& tx) {
    notices::NoticeStore().tell(tx, market.events, leaving.card.id, warned);
    market.mail.send(tx, {leaving.card.id, "k", "leaving@giraffe.example", "s", "b", clock.now()});
  });
  bool stopped = true;
  market.users.on_remove([&](db::Tx&, core::UserId) -> bool {
    if (stopped) throw core::Error(503, "busy", "The server stops.");
    return false;
  });
  const auto kept = [&] {
    return count(market, "blocks WHERE blocker_id = $1 OR blocked_id = $1", leaving.card.id) +
           count(market, "account_notices WHERE user_id = $1", leaving.card.id) +
           count(market, "mails WHERE user_id = $1", leaving.card.id);
  };
  CHECK_THROWS_AS(market.users.remove(signed_in(leaving), "a tall giraffe 7"), core::Error);
  CHECK(count(market, "users WHERE id = $1 AND password_hash = ''", leaving.card.id) == 0);
  CHECK(kept() == 4);

  stopped = false;
  market.users.finish_leaving();
  CHECK(count(market, "users WHERE id = $1 AND password_hash = ''", leaving.card.id) == 1);
  CHECK(kept() == 0);
}

TEST_CASE("who has begun to leave does not come in again, however far it has come") {
  const support::TemporaryDirectory directory;
  const core::ManualClock clock(1'800'000'000'000);
  app::Services market(config_in(directory), clock);
  const auto leaving = sign_up(market, "leaving");
  const auto sign_in = [&] {
    market.sessions.sign_in(
        {.username = "leaving", .password = "a tall giraffe 7", .transport = "bearer", .name = {}},
        "192.0.2.1", "test");
  };
  sign_in();
  market.users.on_remove(
      [](db::Tx&, core::UserId) -> bool { throw core::Error(503, "busy", "The server stops."); });
  CHECK_THROWS_AS(market.users.remove(signed_in(leaving), "a tall giraffe 7"), core::Error);
  CHECK(count(market, "sessions WHERE user_id = $1", leaving.card.id) == 0);
  try {
    sign_in();
    FAIL("they came in");
  } catch (const core::Error& error) {
    CHECK(error.code == "wrong-credentials");
  }
}

TEST_CASE("who has begun to leave has left when the next server has been at it, and nobody else") {
  const support::TemporaryDirectory directory;
  const core::ManualClock clock(1'800'000'000'000);
  core::UserId gone, last_admin;
  {
    app::Services market(config_in(directory), clock);
    const auto leaving = sign_up(market, "leaving"), other = sign_up(market, "other");
    gone = leaving.card.id;
    last_admin = other.card.id;
    market.database.write([&](db::Tx& tx) {
      for (const auto& user : {leaving, other}) users::UserStore().set_role(tx, user.card.id, "admin");
    });
    market.posts.create(gone, draft());
    market.deals.buy(gone, market.posts.create(last_admin, draft()).first, {});
    market.users.on_remove(
        [](db::Tx&, core::UserId) -> bool { throw core::Error(503, "busy", "The server stops."); });
    CHECK_THROWS_AS(market.users.remove(signed_in(leaving), "a tall giraffe 7"), core::Error);
    // Who is about to leave is no admin that the others could rely on.
    CHECK_THROWS_WITH(market.users.remove(signed_in(other), "a tall giraffe 7"), "last-admin");
  }
  CHECK(app::check_data(directory.path().string()).faults.empty());
  app::Services market(config_in(directory), clock);
  market.users.finish_leaving();
  CHECK(count(market, "users WHERE id = $1 AND password_hash = ''", gone) == 1);
  CHECK(count(market, "leaving WHERE user_id > 0 OR user_id = $1", gone) == 0);
  CHECK(count(market, "users WHERE id = $1 AND password_hash <> '' AND role = 'admin'", last_admin) == 1);
  CHECK(count(market, "posts WHERE seller_id = $1 AND deleted_at IS NULL", gone) == 0);
}

TEST_CASE("a password that is changed meanwhile does not keep one in the market who has begun to leave") {
  const support::TemporaryDirectory directory;
  const core::ManualClock clock(1'800'000'000'000);
  app::Services market(config_in(directory), clock);
  const auto leaving = sign_up(market, "leaving");
  market.users.on_remove([&](db::Tx& tx, core::UserId user) {
    users::UserStore().set_password(tx, user, "another");
    return false;
  });
  market.users.remove(signed_in(leaving), "a tall giraffe 7");
  CHECK(count(market, "users WHERE id = $1 AND password_hash = ''", leaving.card.id) == 1);
}

}  // namespace leaving_test
