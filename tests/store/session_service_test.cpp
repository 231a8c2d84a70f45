// What is remembered of sessions, access tokens and the places they are used from.
#include "users/session_service.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "support.h"
#include "users/access_token_service.h"

namespace session_service_test {

namespace {

constexpr const char* password = "tall giraffe 7";
constexpr const char* home = "192.0.2.1";
constexpr const char* away = "198.51.100.1";

struct Market {
  support::MarketDatabase database;
  core::ManualClock clock{core::day};
  users::PasswordHasher hasher{1, 1};
  users::SignInLimit limit{5, core::second, 15 * core::minute};
  users::SessionService sessions{*database, clock, hasher, 30 * core::day, limit};
  users::AccessTokenService tokens{*database, clock, sessions};
  core::UserId user = database.add_user("minji");
  std::vector<core::SessionId> ended;

  Market() {
    const std::string hash = hasher.hash(password);
    database->write([&](db::Tx& tx) { users::UserStore().set_password(tx, user, hash); });
    sessions.on_end([this](core::SessionId id) { ended.push_back(id); });
  }

  std::string sign_in(const std::string& address, const std::string& with = password) {
    return sessions
        .sign_in({.username = "minji", .password = with, .transport = "bearer", .name = {}}, address, "Agent")
        .token;
  }
  http::Principal use(const std::string& token, const std::string& address = home) {
    auto who = sessions.find(token, address);
    REQUIRE(who);
    return *who;
  }
  users::MadeAccessToken make_token(const http::Principal& who, http::Scope scope = http::Scope::read) {
    users::NewAccessToken wanted{.name = "bot", .scopes = {}, .days = 30, .password = password};
    wanted.scopes.add(scope);
    return tokens.create(who, wanted);
  }
  // "address last_seen_at" as it is written down, once that is done.
  std::string seen(core::SessionId id) {
    return database->write([&](db::Tx& tx) {
      auto rows = tx.query("SELECT last_address || ' ' || last_seen_at FROM sessions WHERE id = $1", id);
      REQUIRE(rows.next());
      return rows.text(0);
    });
  }
  std::string at(const std::string& address, core::Millis time) {
    return address + " " + std::to_string(time);
  }
  std::vector<std::string> places() {
    return database->read([&](db::Tx& tx) {
      std::vector<std::string> out;
      auto rows =
          tx.query("SELECT network FROM sign_in_places WHERE user_id = $1 ORDER BY last_at, network", user);
      while (rows.next()) out.push_back(rows.text(0));
      return out;
    });
  }
  // The status of a wrong guess.
  int guess(const std::string& address) {
    try {
      sign_in(address, "wrong giraffe 7");
    } catch (const core::Error& error) {
      return error.status;
    }
    return 0;
  }
};

}  // namespace

TEST_CASE("a session's last use is written down every five minutes, and at once from another network") {
  Market market;
  const std::string token = market.sign_in(home);
  const core::Millis start = market.clock.now();
  const auto session = market.use(token).session;
  CHECK(market.seen(session) == market.at(home, start));

  market.clock.advance(5 * core::minute - 1);
  market.use(token, home);
  CHECK(market.seen(session) == market.at(home, start));
  market.clock.advance(1);
  market.use(token, home);
  CHECK(market.seen(session) == market.at(home, start + 5 * core::minute));

  market.clock.advance(1);
  market.use(token, away);
  CHECK(market.seen(session) == market.at(away, start + 5 * core::minute + 1));
  // Two networks in turn are not a write for every request.
  market.clock.advance(29'999);
  market.use(token, home);
  CHECK(market.seen(session) == market.at(away, start + 5 * core::minute + 1));
  market.clock.advance(1);
  market.use(token, home);
  CHECK(market.seen(session) == market.at(home, start + 5 * core::minute + 30'001));
}

TEST_CASE("another address of the same IPv6 network is no move, and what is no address is not kept") {
  Market market;
  const std::string token = market.sign_in("2001:db8::1");
  const auto session = market.use(token, "2001:db8::1").session;
  const core::Millis start = market.clock.now();
  market.clock.advance(core::minute);
  market.use(token, "2001:db8::2");
  market.use(token, "unknown");
  CHECK(market.seen(session) == market.at("2001:db8::1", start));
  market.clock.advance(core::hour);
  market.use(token, "2001:db8::2");
  CHECK(market.seen(session) == market.at("2001:db8::2", start + core::hour + core::minute));
  CHECK(market.sessions.list(market.user).front().last_address == "2001:db8::2");
}

TEST_CASE("an account is judged by its own count where it has been signed in to before") {
  Market market;
  market.sign_in(home);
  CHECK(market.places() == std::vector<std::string>{home});
  // Many at once, from many: all that one account may be guessed at from wherever.
  for (int i = 0; i < 100; ++i) market.guess("203.0.113." + std::to_string(i));
  CHECK(market.guess("198.51.100.7") == 429);
  CHECK_THROWS_AS(market.sign_in("198.51.100.7"), core::Error);
  CHECK_NOTHROW(market.sign_in(home));
  // There, too, guessing has its limit, and it is the place's alone.
  for (int i = 0; i < 5; ++i) CHECK(market.guess(home) == 401);
  CHECK(market.guess(home) == 429);
}

TEST_CASE("a hash that costs less than today's is made anew at the next sign-in, and only then") {
  Market market;
  const users::PasswordHasher dearer{2, 2};
  users::SessionService sessions{*market.database, market.clock, dearer, core::day, market.limit};
  const auto hash = [&] {
    return market.database->read(
        [&](db::Tx& tx) { return users::UserStore().credentials(tx, market.user).value().password_hash; });
  };
  const auto sign_in = [&](const std::string& with) {
    return sessions.sign_in({.username = "minji", .password = with, .transport = "bearer", .name = {}}, home,
                            "");
  };
  const std::string cheap = hash();
  CHECK(cheap.starts_with("$argon2id$v=19$m=1024,t=1,"));
  CHECK_THROWS_AS(sign_in("wrong giraffe 7"), core::Error);
  CHECK(hash() == cheap);
  sign_in(password);
  const std::string raised = hash();
  CHECK(raised.starts_with("$argon2id$v=19$m=2048,t=2,"));
  sign_in(password);
  CHECK(hash() == raised);
}

TEST_CASE("the right password ends the wait for it") {
  Market market;
  for (int i = 0; i < 5; ++i) CHECK(market.guess(home) == 401);
  CHECK(market.guess(home) == 429);
  market.clock.advance(core::second);
  market.sign_in(home);
  for (int i = 0; i < 5; ++i) CHECK(market.guess(home) == 401);
}

TEST_CASE("the twenty places signed in from last are remembered, for half a year") {
  Market market;
  for (int i = 1; i <= 25; ++i) {
    market.clock.advance(core::minute);
    market.sign_in("192.0.2." + std::to_string(i));
  }
  auto places = market.places();
  REQUIRE(places.size() == 20);
  CHECK(places.front() == "192.0.2.6");
  market.clock.advance(users::place_kept);
  market.sessions.end_expired();
  CHECK(market.places() == std::vector<std::string>{"192.0.2.25"});
  market.clock.advance(1);
  market.sessions.end_expired();
  CHECK(market.places().empty());
}

TEST_CASE("ending everything forgets the tokens and the places as well") {
  Market market;
  const std::string session = market.sign_in(home);
  const auto made = market.make_token(market.use(session));
  market.database->write([&](db::Tx& tx) { market.sessions.end_all(tx, market.user); });
  CHECK_FALSE(market.sessions.find(session, home));
  CHECK_FALSE(market.sessions.find(made.secret, home));
  CHECK(market.places().empty());
  CHECK(market.ended.size() == 2);
}

TEST_CASE("an access token has its scopes, its prefix and its end, and only its hash is kept") {
  Market market;
  const auto who = market.use(market.sign_in(home));
  const auto made = market.make_token(who, http::Scope::chat);
  CHECK(made.secret.starts_with("gbm_"));
  CHECK(made.secret.size() == 47);
  CHECK(made.secret != market.make_token(who).secret);

  const auto principal = market.use(made.secret, away);
  CHECK(principal.user == market.user);
  CHECK(principal.scopes.have(http::Scope::chat));
  for (const auto other : {http::Scope::read, http::Scope::write, http::Scope::account}) {
    CHECK_FALSE(principal.scopes.have(other));
  }
  CHECK(market.use(market.sign_in(home)).scopes.have(http::Scope::account));
  // Its first use shows at once.
  CHECK(market.seen(made.token.id) == market.at(away, market.clock.now()));
  CHECK(market.database->read([&](db::Tx& tx) {
    auto rows = tx.query("SELECT count(*) FROM sessions WHERE token_hash = $1", db::Blob{made.secret});
    rows.next();
    return rows.integer(0);
  }) == 0);

  market.clock.advance(30 * core::day - 1);
  CHECK(market.sessions.find(made.secret, away));
  market.clock.advance(1);
  CHECK_FALSE(market.sessions.find(made.secret, away));
  CHECK(market.tokens.list(market.user).empty());
}

TEST_CASE("sessions and tokens are ended each by their own list") {
  Market market;
  const std::string session = market.sign_in(home);
  const auto who = market.use(session);
  const auto made = market.make_token(who);
  CHECK(market.sessions.list(market.user).size() == 1);
  CHECK(market.tokens.list(market.user).size() == 1);
  CHECK_THROWS_AS(market.sessions.end(market.user, made.token.id), core::Error);
  CHECK_THROWS_AS(market.tokens.end(market.user, who.session), core::Error);
  CHECK_THROWS_AS(market.tokens.end(market.database.add_user("other"), made.token.id), core::Error);
  market.sign_in(away);
  market.sessions.end_others(who);
  CHECK(market.sessions.list(market.user).size() == 1);
  market.use(made.secret);
  market.tokens.end(market.user, made.token.id);
  CHECK_FALSE(market.sessions.find(made.secret, home));
  CHECK(market.ended.back() == made.token.id);
}

TEST_CASE("no token comes of a session that ended while its password was being checked") {
  Market market;
  const auto who = market.use(market.sign_in(home));
  market.database->write([&](db::Tx& tx) { market.sessions.end_all(tx, market.user); });
  CHECK_THROWS_WITH_AS(market.make_token(who), "not-signed-in", core::Error);
  CHECK(market.tokens.list(market.user).empty());
}

}  // namespace session_service_test
