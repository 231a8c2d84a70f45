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
    http::Principal who;
    who.user = leaving.card.id;
    who.username = "leaving";
    market.users.remove(who, "a tall giraffe 7");
    CHECK(commits > 4);

    const auto left = [&](const std::string& rows) {
      return market.database.read([&](db::Tx& tx) {
        auto counted = tx.query("SELECT count(*) FROM " + rows, leaving.card.id);
        counted.next();
        return counted.integer(0);
      });
    };
    CHECK(left("posts WHERE seller_id = $1 AND deleted_at IS NULL") == 0);
    CHECK(left("deals WHERE buyer_id = $1 AND state = 'cancelled'") == many);
    CHECK(left("users WHERE id = $1 AND password_hash = ''") == 1);
  }
  CHECK(app::check_data(directory.path().string()).faults.empty());
}

}  // namespace leaving_test
