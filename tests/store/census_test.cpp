// How much there is of everything, and what it costs to know.
#include <doctest/doctest.h>

#include <string>

#include "metrics/census.h"
#include "metrics/census_store.h"
#include "support.h"

namespace census_test {

TEST_CASE("everything is counted, posts and deals by their state") {
  support::MarketDatabase market;
  const auto seller = market.add_user("seller"), buyer = market.add_user("buyer");
  const auto sold = market.add_post(seller), hidden = market.add_post(seller),
             deleted = market.add_post(seller), reserved = market.add_post(seller);
  market.add_post(seller);
  market->write([&](db::Tx& tx) {
    tx.run("UPDATE posts SET status = 'sold', sold_at = 1 WHERE id = $1", sold);
    tx.run("UPDATE posts SET status = 'hidden' WHERE id = $1", hidden);
    tx.run("UPDATE posts SET deleted_at = 1 WHERE id = $1", deleted);
    tx.run("UPDATE posts SET status = 'reserved' WHERE id = $1", reserved);
    tx.run(
        "INSERT INTO mails (user_id, kind, recipient, subject, state, next_at, useful_until, created_at) "
        "VALUES "
        "($1, 'k', 'a@b.example', 's', 'waiting', 1, 9, 70), ($1, 'k', 'a@b.example', 's', 'waiting', 1, 9, "
        "50), "
        "($1, 'k', 'a@b.example', 's', 'sent', 1, 9, 10)",
        buyer);
  });
  metrics::Counts counts;
  const metrics::CensusStore store;
  store.count(*market, counts);
  store.count_the_rest(*market, counts);
  CHECK(counts.users == 2);
  CHECK(counts.posts == std::map<std::string, std::int64_t>{
                            {"selling", 1}, {"reserved", 1}, {"sold", 1}, {"hidden", 1}, {"deleted", 1}});
  CHECK(counts.mails_waiting == 2);
  CHECK(counts.oldest_mail_at == 50);
  CHECK(counts.messages == 0);
  CHECK(counts.reports_open == 0);
  CHECK(counts.deals.size() == 7);
}

TEST_CASE("what is counted often is counted in indexes, without reading a single row") {
  support::MarketDatabase market;
  for (const std::string_view sql :
       {metrics::open_posts_sql, metrics::sold_posts_sql, metrics::completed_deals_sql}) {
    CAPTURE(sql);
    const std::string plan = market->read([&](db::Tx& tx) {
      auto rows = tx.query("EXPLAIN QUERY PLAN " + std::string(sql));
      std::string out;
      while (rows.next()) out.append(rows.view(3)).append("\n");
      return out;
    });
    CAPTURE(plan);
    CHECK(plan.starts_with("SCAN"));
    CHECK(plan.find("USING COVERING INDEX") != std::string::npos);
  }
}

TEST_CASE("a census that has just been taken is not taken again") {
  support::MarketDatabase market;
  metrics::Census census(*market);
  CHECK_FALSE(census.counts());
  census.count();
  const auto first = census.counts();
  REQUIRE(first);
  census.count();
  CHECK(census.counts() == first);  // the very same: it rests a hundred times as long as it took
}

}  // namespace census_test
