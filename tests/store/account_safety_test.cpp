// Codes, links and known devices over time, with the clock as an input. What is mailed is read in the spool.
#include <doctest/doctest.h>

#include <string>

#include "app/services.h"
#include "core/error.h"
#include "support.h"

namespace account_safety_test {

namespace {

constexpr const char* chrome = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0 Safari/537.36";
constexpr const char* firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";

class Fixture {
 public:
  explicit Fixture(const std::string& campuses = "") {
    config.data_dir = directory.path().string();
    config.migrations_dir = GIRAFFE_SOURCE_DIR "/migrations";
    config.argon2_mib = 1;
    config.argon2_passes = 1;
    config.campus_domains = campuses;
    start();
  }
  void start() {
    market.reset();
    market.emplace(config, clock);
  }

  core::UserId sign_up(const std::string& username, const std::string& domain = "giraffe.example") {
    return market->users.sign_up({username, "a tall giraffe 7", username + "@" + domain, "수학과", "김기린"})
        .card.id;
  }
  users::NewSession sign_in(const std::string& username, const char* agent = chrome,
                            const std::string& address = "192.0.2.1") {
    users::SignIn sign_in;
    sign_in.username = username;
    sign_in.password = "a tall giraffe 7";
    sign_in.language = http::Language::english;
    return market->sessions.sign_in(sign_in, address, agent);
  }
  std::int64_t mails(const std::string& kind) {
    return market->database.read([&](db::Tx& tx) {
      auto rows = tx.query("SELECT count(*) FROM mails WHERE kind = $1", kind);
      rows.next();
      return rows.integer(0);
    });
  }
  // What waits longest of the newest mail of that kind: its text.
  std::string newest(const std::string& kind) {
    return market->database.read([&](db::Tx& tx) {
      auto rows = tx.query("SELECT body FROM mails WHERE kind = $1 ORDER BY id DESC LIMIT 1", kind);
      return rows.next() ? rows.text(0) : std::string();
    });
  }
  std::string code() {
    const std::string text = newest("email-code");
    return text.substr(text.find("    ") + 4, 6);
  }
  std::string token() {
    const std::string text = newest("password-reset");
    return text.substr(text.find("/#/reset/") + 9, 43);
  }
  users::SentCode send_code(core::UserId user) {
    return market->verification.send_code(user, http::Language::english);
  }

  support::TemporaryDirectory directory;
  app::Config config;
  core::ManualClock clock{1'800'000'000'000};
  std::optional<app::Services> market;
};

template <class Act>
std::string refusal(Act&& act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.fields.empty() ? error.code : error.fields.front().code;
  }
  return "";
}

const std::string network = "192.0.2.1";

std::string other_than(const std::string& code) {
  return code == "000000" ? "000001" : "000000";
}

}  // namespace

TEST_CASE("a code is good until its ten minutes are over") {
  for (const bool late : {false, true}) {
    Fixture test;
    const auto user = test.sign_up("minji");
    const auto sent = test.send_code(user);
    CHECK(sent.expires_at == test.clock.now() + 10 * core::minute);
    test.clock.advance(10 * core::minute - (late ? 0 : 1));
    const auto verify = [&] { test.market->verification.verify(user, test.code(), network); };
    CHECK(refusal(verify) == (late ? "code-expired" : ""));
    CHECK(test.market->users.find(user).card.email_verified == !late);
  }
}

TEST_CASE("five wrong codes use a code up, and then not even the right one is taken") {
  Fixture test;
  const auto user = test.sign_up("minji");
  test.send_code(user);
  const std::string right = test.code();
  for (int i = 0; i < 5; ++i) {
    CHECK(refusal([&] { test.market->verification.verify(user, other_than(right), network); }) ==
          "wrong-code");
  }
  CHECK(refusal([&] { test.market->verification.verify(user, right, network); }) == "code-expired");
  CHECK_FALSE(test.market->users.find(user).card.email_verified);
}

TEST_CASE("a code verifies the address it was sent to, once, and for the one who asked") {
  Fixture test;
  const auto user = test.sign_up("minji"), other = test.sign_up("junho");
  test.send_code(user);
  const std::string right = test.code();
  CHECK(refusal([&] { test.market->verification.verify(other, right, network); }) == "code-expired");
  test.market->verification.verify(user, right, network);
  CHECK(refusal([&] { test.market->verification.verify(user, right, network); }) == "already-verified");

  http::Principal who;
  who.user = other;
  test.send_code(other);
  const std::string stale = test.code();
  users::UserChanges changes;
  changes.email = "junho2@giraffe.example";
  changes.current_password = "a tall giraffe 7";
  test.market->users.update(who, changes);
  CHECK(refusal([&] { test.market->verification.verify(other, stale, network); }) == "code-expired");
  CHECK(test.newest("email-code").empty());  // what was waiting for the old address is not sent there
  CHECK(test.mails("email-changed") == 1);
}

TEST_CASE("one code a minute and five an hour are sent to an address") {
  Fixture test;
  const auto user = test.sign_up("minji");
  for (int i = 0; i < 5; ++i) {
    CHECK(test.send_code(user).next_at >= test.clock.now() + core::minute);
    CHECK(refusal([&] { test.send_code(user); }) == "too-many-requests");
    test.clock.advance(core::minute);
  }
  CHECK(refusal([&] { test.send_code(user); }) == "too-many-requests");
  test.clock.advance(55 * core::minute);
  CHECK_NOTHROW(test.send_code(user));
  CHECK(test.mails("email-code") == 6);
}

TEST_CASE("an address has no more codes by leaving and signing up with it anew") {
  Fixture test;
  for (int i = 0; i < 6; ++i) {
    const auto user = test.sign_up("minji" + std::to_string(i), "giraffe.example");
    http::Principal who;
    who.user = user;
    users::UserChanges changes;
    changes.email = "dean@giraffe.example";
    changes.current_password = "a tall giraffe 7";
    test.market->users.update(who, changes);
    CHECK(refusal([&] { test.send_code(user); }) == (i < 5 ? "" : "too-many-requests"));
    test.market->users.remove(who, "a tall giraffe 7");
    test.clock.advance(core::minute);
  }
}

TEST_CASE(
    "a network that has guessed a hundred codes wrong has to wait, whoever guesses; right ones do not "
    "count") {
  Fixture test;
  const auto guess = [&](core::UserId user, const std::string& code, const std::string& from) {
    return refusal([&] { test.market->verification.verify(user, code, from); });
  };
  core::UserId last;
  std::string right;
  for (int account = 0; account < 21; ++account) {
    last = test.sign_up("minji" + std::to_string(account));
    test.send_code(last);
    right = test.code();
    test.clock.advance(1);
    if (account == 20) break;
    for (int i = 0; i < 5; ++i) CHECK(guess(last, other_than(right), network) == "wrong-code");
  }
  CHECK(guess(last, right, network) == "too-many-requests");
  CHECK(guess(last, other_than(right), "198.51.100.7") == "wrong-code");
  test.clock.advance(2 * core::minute);
  CHECK(guess(last, right, network).empty());
}

TEST_CASE("what was asked for before leaving and comes after it writes nothing on the account that is left") {
  Fixture test;
  http::Principal who;
  who.user = test.sign_up("minji");
  test.market->users.remove(who, "a tall giraffe 7");
  users::UserChanges changes;
  changes.display_name = "김기린";
  changes.bio = "책 팝니다";
  CHECK(refusal([&] { test.market->users.update(who, changes); }) == "not-signed-in");
  CHECK(test.market->users.find(who.user).bio.empty());
}

TEST_CASE("an appeal against a suspension whose time is up is closed when another takes its place") {
  Fixture test;
  const auto user = test.sign_up("minji");
  const admin::Actor moderator{.user = {}, .source = "operator", .request_id = {}};
  const auto suspend = [&] {
    test.market->moderation.suspend(moderator, "minji", {test.clock.now() + core::hour, "욕설"});
  };
  suspend();
  test.market->appeals.appeal(user, {"아닙니다", {}});
  test.clock.advance(core::hour + 1);
  suspend();
  test.market->database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT state FROM appeals");
    CHECK(rows.next());
    CHECK(rows.text(0) == "closed");
  });
}

TEST_CASE("of several codes only the last one counts, and of several links each, until one is used") {
  Fixture test;
  const auto user = test.sign_up("minji");
  test.send_code(user);
  const std::string first = test.code();
  test.clock.advance(core::minute);
  test.send_code(user);
  CHECK(refusal([&] { test.market->verification.verify(user, first, network); }) ==
        (first == test.code() ? "" : "wrong-code"));

  auto& resets = test.market->resets;
  const auto ask = [&] {
    resets.ask("minji@giraffe.example", http::Language::korean);
    resets.grant_wishes();
  };
  ask();
  const std::string one = test.token();
  test.clock.advance(core::minute);
  ask();
  const std::string two = test.token();
  CHECK(one != two);
  CHECK(resets.owner(one) == "minji");
  resets.reset(two, "another giraffe 8");
  for (const auto& token : {one, two}) {
    CHECK(refusal([&] { resets.owner(token); }) == "invalid-reset-link");
    CHECK(refusal([&] { resets.reset(token, "yet another 9"); }) == "invalid-reset-link");
  }
}

TEST_CASE("a link is good until its half hour is over, and three an hour are sent") {
  Fixture test;
  test.sign_up("minji");
  auto& resets = test.market->resets;
  for (int i = 0; i < 5; ++i) {
    resets.ask("minji@giraffe.example", http::Language::korean);
    resets.ask("nobody@giraffe.example", http::Language::korean);
    resets.grant_wishes();
    test.clock.advance(core::minute);
  }
  CHECK(test.mails("password-reset") == 3);
  const std::string last = test.token();
  test.clock.advance(25 * core::minute - 1 + 2 * core::minute);  // it is the third of five minutes
  CHECK(resets.owner(last) == "minji");
  test.clock.advance(1);
  CHECK(refusal([&] { resets.owner(last); }) == "invalid-reset-link");
  resets.remove_expired();
  const auto left =
      test.market->database.read([](db::Tx& tx) { return tx.query("SELECT 1 FROM password_resets").next(); });
  CHECK_FALSE(left);
}

TEST_CASE("a wish that came too late to be granted is granted no more") {
  Fixture test;
  test.sign_up("minji");
  test.market->database.write([&](db::Tx& tx) {
    tx.run("INSERT INTO password_resets (email, language, expires_at) VALUES ($1, 'ko', $2)",
           "minji@giraffe.example", test.clock.now());
  });
  test.market->resets.grant_wishes();
  CHECK(test.mails("password-reset") == 0);
}

TEST_CASE("a sign-in is told of when it comes from a program or a network that was not seen for 90 days") {
  Fixture test;
  test.sign_up("minji");
  const auto told = [&](const char* agent, const std::string& address) {
    const auto before = test.mails("new-device");
    test.sign_in("minji", agent, address);
    return test.mails("new-device") - before;
  };
  CHECK(told(chrome, "192.0.2.1") == 0);  // the first of all
  CHECK(told(chrome, "192.0.2.1") == 0);
  CHECK(told("Mozilla/5.0 (Windows NT 10.0) Chrome/121.0.1.2 Safari/537.36", "192.0.2.1") == 0);  // an update
  CHECK(told(firefox, "192.0.2.1") == 1);
  CHECK(told(firefox, "2001:db8::1") == 1);
  CHECK(told(firefox, "2001:db8::2") == 0);  // the same network
  test.clock.advance(90 * core::day - 1);
  CHECK(told(firefox, "192.0.2.1") == 0);
  CHECK(told(firefox, "2001:db8::1") == 0);
  test.clock.advance(1);
  CHECK(told(chrome, "192.0.2.1") == 1);
}

TEST_CASE("one who signs in over and over from elsewhere fills no mailbox") {
  Fixture test;
  test.sign_up("minji");
  for (int i = 1; i < 20; ++i) test.sign_in("minji", chrome, "192.0.2." + std::to_string(i));
  CHECK(test.mails("new-device") == 5);
}

TEST_CASE("campuses follow the settings: who is in one is told at the next start") {
  Fixture test("giraffe.example=기린대학교");
  const auto user = test.sign_up("minji", "cs.giraffe.example"),
             outside = test.sign_up("junho", "other.example");
  test.send_code(user);
  test.market->verification.verify(user, test.code(), network);
  CHECK(test.market->users.find(user).card.campus == "기린대학교");
  CHECK(refusal([&] { test.send_code(outside); }) == "no-campus-address");

  test.config.campus_domains = "giraffe.example=새 이름, other.example=다른대";
  test.start();
  CHECK(test.market->users.find(user).card.campus == "새 이름");
  CHECK_NOTHROW(test.send_code(outside));
  test.config.campus_domains = "";
  test.start();
  CHECK(test.market->users.find(user).card.campus == std::nullopt);
  CHECK(test.market->users.find(user).card.email_verified);
}

TEST_CASE("who leaves the market leaves no mail, code, link or device behind") {
  Fixture test;
  const auto user = test.sign_up("minji");
  test.sign_in("minji");
  test.send_code(user);
  test.market->resets.ask("minji@giraffe.example", http::Language::korean);
  test.market->resets.grant_wishes();
  http::Principal who;
  who.user = user;
  who.username = "minji";
  test.market->users.remove(who, "a tall giraffe 7");
  for (const char* table : {"mails", "email_codes", "password_resets", "known_devices"}) {
    CAPTURE(table);
    const auto left = test.market->database.read(
        [&](db::Tx& tx) { return tx.query("SELECT 1 FROM " + std::string(table)).next(); });
    CHECK_FALSE(left);
  }
}

}  // namespace account_safety_test
