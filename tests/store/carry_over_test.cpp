// What does not go back when the market does, each of it in a market with all its rules.
#include "snapshots/carry_over.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/check.h"
#include "app/idempotency.h"
#include "app/old_state.h"
#include "app/services.h"
#include "db/sqlite_backup.h"
#include "support.h"

namespace carry_over_test {

namespace {

using Texts = std::vector<std::string>;

app::Config config_in(const std::string& directory) {
  app::Config config;
  config.data_dir = directory;
  config.migrations_dir = GIRAFFE_SOURCE_DIR "/migrations";
  config.argon2_mib = 1;
  config.argon2_passes = 1;
  config.snapshot_ms = 0;
  return config;
}

constexpr const char* password = "a tall giraffe 7";

// A market that goes on after a copy of it was made, and that copy with everything carried over.
class Market {
 public:
  app::Services* operator->() { return &present_; }

  core::UserId join(const std::string& name) {
    return present_.users.sign_up({name, password, name + "@giraffe.example", "수학과", name}).card.id;
  }
  core::PostId offer(core::UserId seller) {
    posts::Draft draft;
    draft.title = draft.book.title = "선형대수학";
    draft.condition = "good";
    draft.place = "도서관 앞";
    draft.price = 9000;
    return present_.posts.create(seller, draft).first;
  }
  std::string sign_in(const std::string& name) {
    return present_.sessions
        .sign_in({.username = name, .password = password, .transport = "bearer", .name = {}}, "192.0.2.1",
                 "test")
        .token;
  }
  http::Principal who(core::UserId user, const std::string& name) {
    http::Principal out;
    out.user = user;
    out.username = name;
    return out;
  }
  void leave(core::UserId user) { present_.users.remove(who(user, ""), password); }

  // Now, for the state to come.
  void remember() {
    const auto folder = directory_.path() / "old";
    std::filesystem::create_directory(folder);
    db::copy_database((directory_.path() / "market.db").string(), (folder / "market.db").string(),
                      db::at_full_speed, [](std::int64_t, std::int64_t) {});
  }
  // What is kept, after which old() is that of the old state.
  snapshots::CarriedOver go_back() {
    old_ = app::open_old_state(config_in(directory_.path().string()), (directory_.path() / "old").string());
    old_->database().attach((directory_.path() / "market.db").string(), "present");
    return old_->database().write([&](db::Tx& tx) {
      const auto kept = old_->carry_over().run(tx, core::SystemClock().now());
      undone = snapshots::count_undone(tx);
      return kept;
    });
  }
  // The same from a present that can't be read.
  void go_back_blindly() {
    old_ = app::open_old_state(config_in(directory_.path().string()), (directory_.path() / "old").string());
    old_->database().write(
        [&](db::Tx& tx) { old_->carry_over().without_present(tx, core::SystemClock().now()); });
  }
  // The first column.
  Texts old(const std::string& sql) { return texts(old_->database(), sql); }
  Texts now(const std::string& sql) { return texts(present_.database, sql); }
  Texts faults() {
    old_.reset();
    return app::check_database((directory_.path() / "old" / "market.db").string());
  }

  snapshots::Since undone;

 private:
  static Texts texts(db::Database& database, const std::string& sql) {
    return database.write([&](db::Tx& tx) {
      Texts out;
      auto rows = tx.query(sql);
      while (rows.next()) out.push_back(rows.null(0) ? "-" : rows.text(0));
      return out;
    });
  }

  support::TemporaryDirectory directory_;
  const core::SystemClock clock_{};
  app::Services present_{config_in(directory_.path().string()), clock_};
  std::unique_ptr<snapshots::OldState> old_;
};

const admin::Actor operator_{.user = {}, .source = "operator", .request_id = {}};

std::string in_force(core::UserId user) {
  return "SELECT reason FROM suspensions WHERE ended_at IS NULL AND user_id = " + std::to_string(user.value);
}
std::string status(core::PostId post) {
  return "SELECT status FROM posts WHERE id = " + std::to_string(post.value);
}

}  // namespace

TEST_CASE("what came since is undone, and counted") {
  Market market;
  const auto seller = market.join("seller");
  const auto buyer = market.join("buyer");
  const auto post = market.offer(seller);
  market.remember();
  const auto late = market.join("late");
  market.offer(late);
  market->deals.buy(buyer, post, {});
  market.go_back();
  CHECK(market.undone.users == 1);
  CHECK(market.undone.posts == 1);
  CHECK(market.undone.deals == 1);
  CHECK(market.undone.messages == 1);
  CHECK(market.old("SELECT username FROM users ORDER BY id") == Texts{"seller", "buyer"});
  CHECK(market.old("SELECT count(*) FROM deals") == Texts{"0"});
  CHECK(market.faults().empty());
}

TEST_CASE(
    "sessions that ended stay ended, those of today go on, and those of people of the undone time are gone") {
  Market market;
  market.join("minji");
  market.sign_in("minji");
  const auto first = market.now("SELECT id FROM sessions");
  market.remember();
  market.sign_in("minji");
  market->sessions.end(core::UserId{1}, core::SessionId{std::stoll(first.front())});
  market.join("late");
  market.sign_in("late");
  CHECK(market.go_back().sessions == 1);
  CHECK(market.old("SELECT id FROM sessions") == Texts{"2"});
  CHECK(market.faults().empty());
}

TEST_CASE("a password, an address and a role that changed since stay changed") {
  Market market;
  const auto minji = market.join("minji");
  const auto junho = market.join("junho");
  market->moderation.set_role(operator_, "junho", "admin");
  market.remember();
  market->users.change_password(market.who(minji, "minji"), password, "another giraffe 8");
  // They change places.
  users::UserChanges changes;
  changes.current_password = "another giraffe 8";
  changes.email = "free@giraffe.example";
  market->users.update(market.who(minji, "minji"), changes);
  changes.current_password = password;
  changes.email = "minji@giraffe.example";
  market->users.update(market.who(junho, "junho"), changes);
  changes.current_password = "another giraffe 8";
  changes.email = "junho@giraffe.example";
  market->users.update(market.who(minji, "minji"), changes);
  market->moderation.set_role(operator_, "minji", "admin");
  market->moderation.set_role(operator_, "junho", "user");
  const auto passwords = market.now("SELECT password_hash FROM users ORDER BY id");
  const auto kept = market.go_back();
  CHECK(kept.passwords == 1);
  CHECK(kept.emails == 2);
  CHECK(kept.roles == 2);
  CHECK(market.old("SELECT password_hash FROM users ORDER BY id") == passwords);
  CHECK(market.old("SELECT email FROM users ORDER BY id") ==
        Texts{"junho@giraffe.example", "minji@giraffe.example"});
  CHECK(market.old("SELECT role FROM users ORDER BY id") == Texts{"admin", "user"});
  CHECK(market.faults().empty());
}

TEST_CASE("who has left since leaves the old state, too, with all that went with them") {
  Market market;
  const auto seller = market.join("seller");
  const auto buyer = market.join("buyer");
  const auto post = market.offer(seller);
  market->deals.buy(buyer, post, {});
  market.remember();
  market.leave(seller);
  const auto name = market.now("SELECT username FROM users WHERE id = 1");
  CHECK(market.go_back().left == 1);
  CHECK(market.old("SELECT username FROM users WHERE id = 1") == name);
  CHECK(market.old("SELECT count(*) FROM users WHERE email LIKE 'seller@%'") == Texts{"0"});
  CHECK(market.old("SELECT count(*) FROM posts WHERE deleted_at IS NULL") == Texts{"0"});
  CHECK(market.old("SELECT state FROM deals") == market.now("SELECT state FROM deals"));
  CHECK(market.old("SELECT count(*) FROM left_names") == Texts{"1"});
  CHECK(market.faults().empty());
}

TEST_CASE("who has begun to leave since goes on with it in the old state") {
  Market market;
  const auto seller = market.join("seller");
  market.sign_in("seller");
  market.offer(seller);
  market.remember();
  market->users.on_remove([](db::Tx&, core::UserId) -> bool {
    throw core::Error(503, "maintenance", "The market is being brought back to an earlier state.");
  });
  CHECK_THROWS_AS(market.leave(seller), core::Error);
  market.go_back();
  CHECK(market.old("SELECT user_id FROM leaving") == Texts{std::to_string(seller.value)});
  CHECK(market.old("SELECT count(*) FROM sessions") == Texts{"0"});
  CHECK(market.faults().empty());
}

TEST_CASE("a ban is not lifted by going back, and one that was lifted does not come again") {
  Market market;
  const auto cheat = market.join("cheat");
  const auto honest = market.join("honest");
  const auto bad = market.offer(cheat), good = market.offer(honest);
  market->moderation.suspend(operator_, "honest", {std::nullopt, "오해"});
  market->moderation.settle();
  market.remember();
  market->moderation.suspend(operator_, "cheat", {std::nullopt, "사기"});
  market->moderation.restore_user(operator_, "honest", "해명됨");
  market->moderation.settle();
  CHECK(market.go_back().suspensions == 2);
  CHECK(market.old(in_force(cheat)) == Texts{"사기"});
  CHECK(market.old(status(bad)) == Texts{"hidden"});
  CHECK(market.old(in_force(honest)).empty());
  CHECK(market.old(status(good)) == Texts{"selling"});
  CHECK(market.faults().empty());
}

TEST_CASE("a post that a moderator has hidden since stays hidden, and one that was shown again is shown") {
  Market market;
  const auto seller = market.join("seller");
  const auto one = market.offer(seller), two = market.offer(seller);
  market->moderation.hide_post(operator_, one, "광고");
  market.remember();
  market->moderation.restore_post(operator_, one, "괜찮음");
  market->moderation.hide_post(operator_, two, "금지 품목");
  CHECK(market.go_back().holds == 2);
  CHECK(market.old(status(one)) == Texts{"selling"});
  CHECK(market.old(status(two)) == Texts{"hidden"});
  CHECK(market.old("SELECT reason FROM post_holds") == Texts{"금지 품목"});
  CHECK(market.old("SELECT count(*) FROM account_notices") ==
        market.now("SELECT count(*) FROM account_notices"));
  CHECK(market.faults().empty());
}

TEST_CASE("the audit log is kept whole, also of people who are no longer there") {
  Market market;
  const auto seller = market.join("seller");
  market->moderation.warn(operator_, "seller", "욕설");
  market.remember();
  const auto late = market.join("late");
  market->moderation.set_role(operator_, "late", "moderator");
  market->moderation.warn({.user = late, .source = "moderator", .request_id = "r"}, "seller", "또");
  CHECK(market.go_back().audit_entries == 2);
  CHECK(market.old("SELECT action FROM audit_log ORDER BY id") ==
        Texts{"user.warn", "user.role", "user.warn"});
  CHECK(market.old("SELECT actor_id FROM audit_log WHERE id = 3") == Texts{"-"});
  CHECK(market.old("SELECT details ->> '$.actor_name' FROM audit_log WHERE id = 3") == Texts{"late"});
  CHECK(market.old("SELECT details ->> '$.about_name' FROM audit_log WHERE id = 2") == Texts{"late"});
  CHECK(market.old("SELECT details ->> '$.reason' FROM audit_log WHERE id = 3") == Texts{"또"});
  CHECK(market.old("SELECT about_id FROM audit_log WHERE id = 3") == Texts{std::to_string(seller.value)});
  CHECK(market.faults().empty());
}

TEST_CASE("blocks of today count, and end what is open between the two") {
  Market market;
  const auto seller = market.join("seller");
  const auto buyer = market.join("buyer");
  const auto third = market.join("third");
  market->blocks.block(third, "seller");
  market->deals.buy(buyer, market.offer(seller), {});
  market.remember();
  market->blocks.block(buyer, "seller");
  market->blocks.unblock(third, "seller");
  CHECK(market.go_back().blocks == 2);
  CHECK(market.old("SELECT blocker_id FROM blocks") == Texts{std::to_string(buyer.value)});
  CHECK(market.old("SELECT count(*) FROM deals WHERE state = 'negotiating'") == Texts{"0"});
  CHECK(market.faults().empty());
}

TEST_CASE("what was reported since is kept where what it is about is there") {
  Market market;
  const auto seller = market.join("seller");
  const auto witness = market.join("witness");
  const auto post = market.offer(seller);
  market.remember();
  const auto new_post = market.offer(seller);
  const auto report = [&](core::PostId about) {
    market->database.write([&](db::Tx& tx) {
      auto rows = tx.query(
          "INSERT INTO report_cases (kind, subject_id, owner_id, reporters, opened_at) VALUES ('post', $1, "
          "$2, 1, 1) "
          "RETURNING id",
          about, seller);
      rows.next();
      tx.run(
          "INSERT INTO reports (case_id, reporter_id, reason, evidence, created_at) VALUES ($1, $2, 'fraud', "
          "'{}', 1)",
          rows.integer(0), witness);
    });
  };
  report(post);
  report(new_post);
  CHECK(market.go_back().reports == 1);
  CHECK(market.old("SELECT subject_id FROM report_cases") == Texts{std::to_string(post.value)});
  CHECK(market.faults().empty());
}

TEST_CASE(
    "what somebody has decided who is not there any more stays decided, and what was opened since is open") {
  Market market;
  const auto seller = market.join("seller");
  const auto witness = market.join("witness");
  const auto reported = market.offer(seller);
  const auto granted = market.offer(seller), refused = market.offer(seller);
  const auto report = [&] {
    market->reports.report(
        witness, {.kind = "post", .username = {}, .id = reported.value, .reason = "fraud", .note = {}}, "r");
  };
  report();
  for (const auto post : {granted, refused}) {
    market->moderation.hide_post(operator_, post, "사기");
    market->appeals.appeal(seller, {"아닙니다", post.value});
  }
  market.remember();
  const auto late = market.join("late");
  market->moderation.set_role(operator_, "late", "moderator");
  const admin::Actor moderator{.user = late, .source = "moderator", .request_id = "r"};
  market->cases.resolve(moderator, core::CaseId{1}, "dismissed", "없습니다");
  report();
  market->appeals.resolve(moderator, core::AppealId{1}, "granted", "미안합니다");
  market->appeals.resolve(moderator, core::AppealId{2}, "refused", "사기입니다");
  market->appeals.appeal(seller, {"정말 아닙니다", refused.value});
  market.go_back();
  CHECK(market.old("SELECT state FROM report_cases ORDER BY id") == Texts{"dismissed", "open"});
  CHECK(market.old("SELECT state || ' ' || note FROM appeals ORDER BY id") ==
        Texts{"granted 미안합니다", "refused 사기입니다", "open "});
  CHECK(market.old(status(granted)) == Texts{"selling"});
  CHECK(market.faults().empty());
}

TEST_CASE("a post that was hidden and then deleted by its seller comes back hidden, with what was appealed") {
  Market market;
  const auto seller = market.join("seller");
  const auto post = market.offer(seller), shown = market.offer(seller);
  market.remember();
  for (const auto one : {post, shown}) market->moderation.hide_post(operator_, one, "사기");
  market->moderation.restore_post(operator_, shown, "미안합니다");
  market->appeals.appeal(seller, {"아닙니다", post.value});
  for (const auto one : {post, shown}) market->posts.remove(one, seller);
  market.go_back();
  CHECK(market.old("SELECT cause || ' ' || reason FROM post_holds") == Texts{"moderator 사기"});
  CHECK(market.old(status(post)) == Texts{"hidden"});
  CHECK(market.old(status(shown)) == Texts{"selling"});
  CHECK(market.old("SELECT state FROM appeals") == Texts{"open"});
  CHECK(market.faults().empty());
}

TEST_CASE("two open cases about the same become one with the reports of both") {
  Market market;
  const auto seller = market.join("seller");
  const auto witness = market.join("witness"), gone = market.join("gone");
  const auto post = market.offer(seller);
  const auto report = [&](core::UserId who) {
    market->reports.report(
        who, {.kind = "post", .username = {}, .id = post.value, .reason = "fraud", .note = {}}, "r");
  };
  report(gone);
  market.remember();
  // As it is after going back to before that report: who made it is not there, and numbers do not come again.
  market->database.write([](db::Tx& tx) {
    tx.run("DELETE FROM reports");
    tx.run("DELETE FROM report_cases");
    tx.run("DELETE FROM users WHERE username = 'gone'");
  });
  report(witness);
  market->database.write([](db::Tx& tx) {
    tx.run(
        "INSERT INTO report_cases (id, kind, subject_id, owner_id, state, reporters, opened_at, resolved_at) "
        "SELECT 7, kind, subject_id, owner_id, 'dismissed', reporters, opened_at, opened_at FROM "
        "report_cases");
    tx.run("UPDATE reports SET case_id = 7");
    tx.run("DELETE FROM report_cases WHERE id <> 7");
    tx.run("UPDATE report_cases SET state = 'open', resolved_at = NULL");
  });
  CHECK(market.go_back().reports == 1);
  CHECK(market.old("SELECT id || ' ' || state || ' ' || reporters FROM report_cases") == Texts{"7 open 2"});
  CHECK(market.faults().empty());
}

TEST_CASE("an appeal against a suspension whose time was up is closed with it") {
  Market market;
  const auto user = market.join("user");
  market->moderation.suspend(operator_, "user", {core::SystemClock().now() + 100, "욕설"});
  market->appeals.appeal(user, {"아닙니다", {}});
  market.remember();
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  market.go_back();
  CHECK(market.old("SELECT state FROM appeals") == Texts{"closed"});
  CHECK(market.faults().empty());
}

TEST_CASE("a warning that was taken back before it was read does not come again") {
  Market market;
  market.join("user");
  market->moderation.warn(operator_, "user", "욕설");
  market.remember();
  market->audit.undo(operator_, 1, "착오");
  CHECK(market.now("SELECT change FROM account_notices").empty());
  market.go_back();
  CHECK(market.old("SELECT change FROM account_notices").empty());
  CHECK(market.faults().empty());
}

TEST_CASE("of the answers that staff were given, those to what they did as staff are kept") {
  Market market;
  const auto admin = market.join("admin");
  market->moderation.set_role(operator_, "admin", "admin");
  market.remember();
  const auto post = market.offer(admin);
  const auto answer = [&](const std::string& key, const std::string& target, const std::string& location) {
    http::Request request;
    request.method = http::Method::post;
    request.target = request.path = target;
    request.headers = {{"idempotency-key", key}};
    app::once(market->database, request, market.who(admin, "admin"), 1, [&] {
      http::Response response = http::json(200, "{}");
      if (!location.empty()) response.with("Location", location);
      return response;
    });
  };
  answer("as-seller", "/posts", "/posts/" + std::to_string(post.value));
  answer("as-buyer", "/deals/7/actions", "");
  answer("as-admin", "/admin/snapshots", "/admin/snapshots/20260101T000000-aaaaaa");
  answer("as-moderator", "/admin/users/cheat/ban", "");
  market.go_back();
  CHECK(market.old("SELECT key FROM idempotency_keys ORDER BY key") == Texts{"as-admin", "as-moderator"});
  CHECK(market.faults().empty());
}

TEST_CASE("no mail goes out twice, and none of the undone time does") {
  Market market;
  const auto minji = market.join("minji");
  const auto mail = [&](const std::string& subject) {
    market->database.write([&](db::Tx& tx) {
      market->mail.send(tx, {minji, "notice", "minji@giraffe.example", subject, "text", INT64_MAX});
    });
  };
  mail("sent since");
  mail("still waiting");
  market.remember();
  market->database.write([](db::Tx& tx) { mail::MailStore().close(tx, 1, true, 5); });
  mail("of the undone time");
  market.go_back();
  CHECK(market.old("SELECT state FROM mails ORDER BY id") == Texts{"sent", "waiting", "dropped"});
  CHECK(market.faults().empty());
}

TEST_CASE("a link to a new password that was used since stays used, and those that were mailed are of use") {
  Market market;
  const auto minji = market.join("minji");
  const auto link = [&](const std::string& hash) {
    market->database.write([&](db::Tx& tx) {
      tx.run(
          "INSERT INTO password_resets (email, language, user_id, token_hash, expires_at) VALUES "
          "('minji@giraffe.example', 'ko', $1, $2, 9999999999999)",
          minji, db::Blob{hash});
    });
  };
  link("used");
  link("unused");
  market.remember();
  market->database.write([](db::Tx& tx) { tx.run("DELETE FROM password_resets WHERE id = 1"); });
  link("new");
  market.go_back();
  CHECK(market.old("SELECT token_hash FROM password_resets ORDER BY id") == Texts{"unused", "new"});
  CHECK(market.faults().empty());
}

TEST_CASE("tries at a code are not given back, and the code is the one that was mailed last") {
  Market market;
  const auto minji = market.join("minji");
  const auto code = [&](const std::string& hash, int tries) {
    market->database.write([&](db::Tx& tx) {
      tx.run("INSERT OR REPLACE INTO email_codes VALUES ($1, 'minji@giraffe.example', $2, $3, 9999999999999)",
             minji, db::Blob{hash}, tries);
    });
  };
  code("first", 5);
  market.remember();
  code("second", 2);
  market.go_back();
  CHECK(market.old("SELECT code_hash || ' ' || tries_left FROM email_codes") == Texts{"second 2"});
  CHECK(market.faults().empty());
}

TEST_CASE("no number comes again, and no version of a post") {
  Market market;
  const auto seller = market.join("seller");
  const auto post = market.offer(seller);
  market.remember();
  market->database.write([&](db::Tx& tx) { tx.run("UPDATE posts SET version = 7 WHERE id = $1", post); });
  const auto late = market.join("late");
  const auto undone = market.offer(late);
  market.go_back();
  CHECK(market.old("SELECT version FROM posts") == Texts{"8"});
  CHECK(
      market.old("INSERT INTO users (username, display_name, email, major, password_hash, created_at) VALUES "
                 "('next', 'n', 'n@giraffe.example', 'm', 'none', 1) RETURNING id > " +
                 std::to_string(late.value)) == Texts{"1"});
  CHECK(market.old(
            "INSERT INTO posts (seller_id, status, title, book_title, price, condition, place, created_at, "
            "updated_at, bumped_at) VALUES (1, 'hidden', 't', 't', 1, 'good', 'p', 1, 1, 1) RETURNING id > " +
            std::to_string(undone.value)) == Texts{"1"});
}

TEST_CASE("no number comes again, and no version, from a present that nobody can ask for its own") {
  Market market;
  const auto seller = market.join("seller");
  const auto buyer = market.join("buyer");
  market->deals.buy(buyer, market.offer(seller), {});
  market.remember();
  const auto late = market.join("late");
  for (int i = 0; i < 20; ++i) market.offer(late);
  const auto tables = market.now("SELECT name FROM sqlite_sequence WHERE name <> 'audit_log' ORDER BY name");
  const auto numbers = market.now("SELECT seq FROM sqlite_sequence WHERE name <> 'audit_log' ORDER BY name");
  const auto ticket = market.now("SELECT newest FROM alert_tickets").front();
  market->database.write([](db::Tx& tx) {
    tx.run("UPDATE posts SET version = 7");
    tx.run("UPDATE deals SET version = 7");
  });
  market.go_back_blindly();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    CAPTURE(tables[i]);
    CHECK(market.old("SELECT seq > " + numbers[i] + " FROM sqlite_sequence WHERE name = '" + tables[i] +
                     "'") == Texts{"1"});
  }
  CHECK(market.old("SELECT newest > " + ticket + " FROM alert_tickets") == Texts{"1"});
  for (const std::string table : {"posts", "deals"}) {
    CAPTURE(table);
    CHECK(market.old("SELECT version > 7 FROM " + table) == Texts{"1"});
  }
  // Of the audit log a gap would tell that somebody has taken entries away.
  CHECK(market.old("INSERT INTO audit_log (at, source, action, subject_kind, subject_id, details) VALUES (1, "
                   "'operator', 'snapshot.rollback', 'snapshot', 0, '{}') RETURNING id") == Texts{"1"});
  CHECK(market.faults().empty());
}

TEST_CASE("a mail that waits is nobody else's, whoever had one of its number in the meantime") {
  Market market;
  const auto minji = market.join("minji");
  const auto junho = market.join("junho");
  const auto mail = [&](core::UserId to, const std::string& text) {
    market->database.write([&](db::Tx& tx) {
      market->mail.send(tx, {to, "notice", "minji@giraffe.example", "s", text, INT64_MAX});
    });
  };
  mail(minji, "for minji");
  mail(minji, "later for minji");
  market.remember();
  // As after going back without knowing which numbers were given out.
  market->database.write([](db::Tx& tx) { tx.run("DELETE FROM mails"); });
  mail(junho, "for junho");
  mail(minji, "another one for minji");
  market->database.write(
      [&](db::Tx& tx) { tx.run("UPDATE mails SET id = id - 2, created_at = created_at + 1000"); });
  market.go_back();
  CHECK(market.old("SELECT user_id || ' ' || state || ' ' || coalesce(body, '-') FROM mails ORDER BY id") ==
        Texts{"1 dropped -", "1 dropped -"});
  CHECK(market.faults().empty());
}

TEST_CASE("what was due meanwhile, or is in a moment, has time again; what has time keeps its own") {
  Market market;
  const auto seller = market.join("seller");
  const auto buyer = market.join("buyer");
  const auto post_of = [](const deals::DealView& view) { return view.deal.id; };
  const auto take = [&](core::DealId deal, core::UserId who, deals::Action action) {
    deals::Move move;
    move.action = action;
    move.version = market->deals.get(who, deal).deal.version;
    REQUIRE(market->deals.act(who, deal, move).refusal.empty());
  };
  const auto begin = [&] { return post_of(market->deals.buy(buyer, market.offer(seller), {}).deal); };
  const auto asked = begin(), agreed = begin(), handed_over = begin(), young = begin(), waiting = begin();
  take(agreed, seller, deals::Action::accept);
  take(handed_over, seller, deals::Action::accept);
  take(handed_over, seller, deals::Action::confirm);
  const auto until = [&](core::DealId deal, const std::string& time) {
    market->database.write(
        [&](db::Tx& tx) { tx.run("UPDATE deals SET expires_at = " + time + " WHERE id = $1", deal); });
  };
  const core::Millis now = core::SystemClock().now();
  until(asked, "1000");
  until(agreed, std::to_string(now + core::minute));
  until(handed_over, std::to_string(now - core::day));
  until(waiting, "NULL");
  const auto own = market.now("SELECT expires_at FROM deals WHERE id = " + std::to_string(young.value));
  market.remember();
  SUBCASE("") {
    market.go_back();
  }
  SUBCASE("also from a present that can't be read") {
    market.go_back_blindly();
  }
  const auto left = [&](core::DealId deal) {
    return market
        .old("SELECT (expires_at - " + std::to_string(now) + ") / " + std::to_string(core::hour) +
             " FROM deals WHERE id = " + std::to_string(deal.value))
        .front();
  };
  CHECK(left(asked) == "72");
  CHECK(left(agreed) == std::to_string(14 * 24));
  CHECK(left(handed_over) == std::to_string(7 * 24));
  CHECK(left(waiting) == "-");
  CHECK(market.old("SELECT expires_at FROM deals WHERE id = " + std::to_string(young.value)) == own);
  CHECK(market.faults().empty());
}

}  // namespace carry_over_test
