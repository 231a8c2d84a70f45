// Taking acts back, where it takes more than one transaction, or an entry from before such was kept.
#include <doctest/doctest.h>

#include <string>

#include "admin/change.h"
#include "app/check.h"
#include "app/services.h"
#include "core/error.h"
#include "support.h"

namespace audit_undo_test {

namespace {

constexpr core::Millis start = 1'800'000'000'000;

// A market with an admin, a user, and a clock.
class Market {
 public:
  Market() {
    admin_.user = sign_up("the.admin").card.id;
    user_ = sign_up("the.user").card.id;
    services_.moderation.set_role({.user = {}, .source = "operator", .request_id = {}}, "the.admin", "admin");
  }
  ~Market() {
    // Whatever a test has done, the data keeps its rules.
    CHECK(app::check_data(directory_.path().string()).faults == std::vector<std::string>{});
  }
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

  app::Services* operator->() { return &services_; }
  const admin::Actor& admin() const { return admin_; }
  core::UserId user() const { return user_; }
  core::ManualClock& clock() { return clock_; }

  core::PostId post() {
    posts::Draft draft;
    draft.title = draft.book.title = "선형대수학";
    draft.condition = "good";
    draft.place = "도서관 앞";
    return services_.posts.create(user_, draft).first;
  }
  // The newest first.
  std::vector<admin::AuditEntry> log() { return services_.audit.list(admin_, {}, {}); }
  admin::AuditEntry undo(std::int64_t entry) { return services_.audit.undo(admin_, entry, "실수"); }
  std::string refused(std::int64_t entry) {
    try {
      undo(entry);
      return "";
    } catch (const core::Error& refusal) {
      return refusal.code;
    }
  }
  std::int64_t count(const std::string& rows) {
    return services_.database.read([&](db::Tx& tx) {
      auto counted = tx.query("SELECT count(*) FROM " + rows);
      counted.next();
      return counted.integer(0);
    });
  }
  void suspend(core::Millis until) { services_.moderation.suspend(admin_, "the.user", {until, "사기"}); }

 private:
  users::User sign_up(const std::string& username) {
    return services_.users.sign_up(
        {username, "a tall giraffe 7", username + "@giraffe.example", "수학과", "김기린"});
  }
  app::Config config() const {
    app::Config out;
    out.data_dir = directory_.path().string();
    out.migrations_dir = GIRAFFE_SOURCE_DIR "/migrations";
    out.argon2_mib = 1;
    out.argon2_passes = 1;
    return out;
  }

  support::TemporaryDirectory directory_;
  core::ManualClock clock_{start};
  app::Services services_{config(), clock_};
  admin::Actor admin_;
  core::UserId user_;
};

}  // namespace

TEST_CASE("a suspension of one with very many posts is taken back, and that is, whatever is done by then") {
  constexpr int many = 120;  // more than one transaction takes from the market
  Market market;
  for (int i = 0; i < many; ++i) market.post();
  market.suspend(start + core::day);
  const std::string on_sale = "posts WHERE status = 'selling'";
  CHECK(market.count(on_sale) > 0);
  const auto undone = market.undo(market.log().front().id);
  market->moderation.settle();
  CHECK(market.count(on_sale) == many);
  market.undo(undone.id);
  market->moderation.settle();
  CHECK(market.count(on_sale) == 0);
  CHECK(market.count("suspensions") == 1);  // the same one goes on
}

TEST_CASE("a suspension comes back for the rest of its time, and not when that is over") {
  Market market;
  market.suspend(start + core::day);
  market->moderation.restore_user(market.admin(), "the.user", "아님");
  const auto entry = market.log().front().id;
  const auto undone = market.undo(entry);
  CHECK(market.count("suspensions WHERE ended_at IS NULL AND until = " + std::to_string(start + core::day)) ==
        1);
  market.undo(undone.id);
  const auto again = market.log().front().id;
  market.clock().advance(core::day);
  CHECK(market.refused(again) == "changed-since");
}

TEST_CASE("a suspension that ended by itself can not be taken back any more") {
  Market market;
  market.suspend(start + core::day);
  const auto entry = market.log().front().id;
  market.clock().advance(core::day);
  CHECK(market.refused(entry) == "changed-since");
  market->moderation.settle();
  CHECK(market.refused(entry) == "changed-since");
}

TEST_CASE("an appeal that a suspension's end had closed waits again when the suspension goes on") {
  Market market;
  market.suspend(start + core::day);
  market->appeals.appeal(market.user(), {"오해", {}});
  market->moderation.restore_user(market.admin(), "the.user", "아님");
  CHECK(market.count("appeals WHERE state = 'closed'") == 1);
  const auto undone = market.undo(market.log().front().id);
  CHECK(market.count("appeals WHERE state = 'open'") == 1);
  market.undo(undone.id);
  CHECK(market.count("appeals WHERE state = 'closed'") == 1);
}

TEST_CASE("entries from before it was kept what an act changes can not be taken back") {
  Market market;
  const auto entry = market->database.write([&](db::Tx& tx) {
    return admin::AuditStore().append(tx, market.admin(), "user.warn",
                                      {"user", market.user().value, market.user()}, "{}", 1);
  });
  CHECK(market.refused(entry) == "not-undoable");
  CHECK(market.log().front().undoing.why_not == "not-undoable");
}

TEST_CASE("an act that fails half way leaves nothing taken back") {
  Market market;
  const auto post = market.post();
  market->moderation.hide_post(market.admin(), post, "광고");
  const auto entry = market.log().front().id;
  market->database.write([](db::Tx& tx) {
    tx.script("CREATE TRIGGER no_more BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END");
  });
  CHECK_THROWS(market.undo(entry));
  CHECK(market.count("post_holds WHERE cause = 'moderator'") == 1);
  CHECK(market.count("posts WHERE status = 'hidden'") == 1);
  market->database.write([](db::Tx& tx) { tx.script("DROP TRIGGER no_more"); });
  market.undo(entry);
  CHECK(market.count("posts WHERE status = 'selling'") == 1);
}

TEST_CASE("what an act changes is told by its entry, as it was and as it is") {
  Market market;
  const auto post = market.post();
  market->moderation.hide_post(market.admin(), post, "광고");
  const auto undo = admin::read_undo(market.log().front().undo.value());
  REQUIRE(undo.changes.size() == 1);
  CHECK(undo.changes[0].thing == admin::Thing{"post", post.value});
  CHECK(undo.changes[0].before.find("hold")->type == json::Value::Type::null);
  CHECK(undo.changes[0].after.find("hold")->find("reason")->text == "광고");
}

TEST_CASE("warnings count until they are taken back, and again when that is") {
  Market market;
  const auto warnings = [&] { return market->admin.person(market.admin(), "the.user").warnings; };
  market->moderation.warn(market.admin(), "the.user", "욕설");
  market->moderation.warn(market.admin(), "the.user", "광고");
  const auto second = market.log().front().id;
  CHECK(warnings() == 2);
  const auto undone = market.undo(second);
  CHECK(warnings() == 1);
  CHECK(market.count("account_notices WHERE change = 'warned'") == 1);
  market.undo(undone.id);
  CHECK(warnings() == 2);
  CHECK(market.count("account_notices WHERE change = 'warned'") == 2);
}

}  // namespace audit_undo_test
