// What was reported, once it has been decided for long enough.
#include "reports/evidence_expiry.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support.h"

namespace evidence_expiry_test {

TEST_CASE("what reporters saw is kept until it is decided, and then for as long as messages are") {
  support::MarketDatabase market;
  core::ManualClock clock(1'800'000'000'000);
  const core::UserId cheat = market.add_user("cheat"), witness = market.add_user("witness"),
                     moderator = market.add_user("moderator");
  const reports::ReportStore store;
  const auto report = [&](std::int64_t message) {
    return market->write([&](db::Tx& tx) {
      const auto id = store.begin_case(tx, "message", message, cheat, clock.now());
      reports::NewReport said;
      said.reason = "fraud";
      store.add(tx, id, witness, said, R"({"body":"x"})", clock.now());
      return id;
    });
  };
  const auto decide = [&](core::CaseId id) {
    market->write([&](db::Tx& tx) { store.resolve(tx, id, "dismissed", "", moderator, clock.now()); });
  };
  const auto kept = [&] {
    return market->read([&](db::Tx& tx) {
      std::vector<std::string> out;
      auto rows = tx.query("SELECT evidence FROM reports ORDER BY id");
      while (rows.next()) out.push_back(rows.text(0));
      return out;
    });
  };
  using Texts = std::vector<std::string>;
  const std::string whole = R"({"body":"x"})";

  const auto first = report(1), second = report(2);
  report(3);
  decide(first);
  clock.advance(9 * core::day);
  decide(second);
  reports::EvidenceExpiry expiry(*market, clock, 10 * core::day), never(*market, clock, 0);
  expiry.run();
  CHECK(kept() == Texts{whole, whole, whole});
  clock.advance(core::day + 1);
  never.run();
  CHECK(kept() == Texts{whole, whole, whole});
  expiry.run();
  CHECK(kept() == Texts{"{}", whole, whole});
  clock.advance(1000 * core::day);
  expiry.run();
  CHECK(kept() == Texts{"{}", "{}", whole});
}

}  // namespace evidence_expiry_test
