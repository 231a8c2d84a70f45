#include "app/idempotency.h"

#include <doctest/doctest.h>

#include <string>

#include "support.h"

namespace idempotency_test {

TEST_CASE("keys are forgotten after their day, however many there are, and no sooner") {
  support::MarketDatabase db;
  const auto user = db.add_user("minji");
  const core::Millis now = 10 * core::day;
  const auto add = [&](const std::string& key, core::Millis at) {
    db->write([&](db::Tx& tx) {
      tx.run(
          "INSERT INTO idempotency_keys (user_id, key, request_hash, status, location, body, created_at) "
          "VALUES ($1, $2, $3, 201, NULL, '{}', $4)",
          user, key, db::Blob{"hash"}, at);
    });
  };
  for (int i = 0; i < 1201; ++i) add("old " + std::to_string(i), now - app::idempotency_kept - 1);
  add("young", now - app::idempotency_kept);
  app::forget_old_answers(*db, now);
  db->read([](db::Tx& tx) {
    auto rows = tx.query("SELECT key FROM idempotency_keys");
    REQUIRE(rows.next());
    CHECK(rows.view(0) == "young");
    CHECK_FALSE(rows.next());
  });
}

}  // namespace idempotency_test
