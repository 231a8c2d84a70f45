// The audit log is only ever appended to, whoever tries.
#include "admin/audit_store.h"

#include <doctest/doctest.h>

#include <exception>

#include "db/sqlite_connection.h"
#include "support.h"

namespace audit_store_test {

namespace {

std::vector<admin::AuditEntry> entries(support::MarketDatabase& market,
                                       const admin::AuditFilter& filter = {}) {
  return market->read([&](db::Tx& tx) { return admin::AuditStore().list(tx, filter, {}); });
}

}  // namespace

TEST_CASE("an entry of the audit log can't be changed, deleted or replaced, not even by hand") {
  support::MarketDatabase market;
  const auto moderator = market.add_user("moderator");
  const auto user = market.add_user("user");
  market->write([&](db::Tx& tx) {
    admin::AuditStore().append(tx, {.user = moderator, .source = "moderator", .request_id = "r"}, "user.warn",
                               {"user", user.value, user}, R"({"reason":"x"})", 7);
  });
  db::SqliteConnection by_hand(market.data_dir() + "/market.db", db::Access::read_write);
  for (const char* sql :
       {"UPDATE audit_log SET details = '{}'", "DELETE FROM audit_log",
        ("INSERT OR REPLACE INTO audit_log (id, at, source, action, subject_kind, subject_id, details) "
         "VALUES (1, 1, 'operator', 'user.role', 'user', 1, '{}')"),
        "REPLACE INTO audit_log SELECT * FROM audit_log",
        "INSERT INTO audit_log SELECT * FROM audit_log WHERE TRUE ON CONFLICT (id) DO UPDATE SET at = 9"}) {
    CAPTURE(sql);
    CHECK_THROWS_AS(by_hand.script(sql), std::exception);
  }
  const auto kept = entries(market);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].at == 7);
  CHECK(kept[0].actor == "moderator");
  CHECK(kept[0].about == "user");
  CHECK(kept[0].details == R"({"reason":"x"})");
}

TEST_CASE("an act that is undone leaves no entry, and one that is done leaves it with the act") {
  support::MarketDatabase market;
  const auto user = market.add_user("user");
  const auto act = [&](bool fail) {
    market->write([&](db::Tx& tx) {
      tx.run("UPDATE users SET role = 'moderator' WHERE id = $1", user);
      admin::AuditStore().append(tx, {.user = {}, .source = "operator", .request_id = {}}, "user.role",
                                 {"user", user.value, user}, "{}", 1);
      if (fail) throw std::runtime_error("the disk is full");
    });
  };
  CHECK_THROWS(act(true));
  CHECK(entries(market).empty());
  act(false);
  CHECK(entries(market).size() == 1);
}

TEST_CASE("the log is found by who acted, whom it concerns and what was done") {
  support::MarketDatabase market;
  const auto a = market.add_user("aaa");
  const auto b = market.add_user("bbb");
  market->write([&](db::Tx& tx) {
    const admin::AuditStore store;
    for (const auto& [actor, about, action] :
         {std::tuple{a, b, "user.warn"}, std::tuple{b, a, "user.warn"}, std::tuple{a, b, "user.ban"}}) {
      store.append(tx, {.user = actor, .source = "moderator", .request_id = {}}, action,
                   {"user", about.value, about}, "{}", 1);
    }
  });
  CHECK(entries(market).size() == 3);
  CHECK(entries(market, {.actor = "aaa", .about = {}, .action = {}, .without_looks = false}).size() == 2);
  CHECK(entries(market, {.actor = {}, .about = "aaa", .action = {}, .without_looks = false}).size() == 1);
  CHECK(entries(market, {.actor = {}, .about = {}, .action = "user.ban", .without_looks = false}).size() ==
        1);
  CHECK(entries(market, {.actor = "nobody", .about = {}, .action = {}, .without_looks = false}).empty());
}

}  // namespace audit_store_test
