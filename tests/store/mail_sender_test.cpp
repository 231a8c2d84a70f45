// The spool and what sends it, with a server that answers as it is told.
#include "mail/mail_sender.h"

#include <doctest/doctest.h>

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "mail/mail_service.h"
#include "support.h"

namespace mail_sender_test {

namespace {

using mail::Attempt;
using mail::Outcome;

class Fixture {
 public:
  explicit Fixture(mail::MailLimits limits = {}) : service(*database, clock, limits) {}

  void send(const std::string& recipient, core::Millis useful = core::hour,
            const std::string& kind = "notice") {
    database->write([&](db::Tx& tx) {
      service.send(tx, {user, kind, recipient, "subject", "secret", clock.now() + useful});
    });
  }
  // "state attempts body" of each mail, in order.
  std::vector<std::string> spool() {
    return database->read([](db::Tx& tx) {
      std::vector<std::string> out;
      auto rows = tx.query("SELECT state, attempts, coalesce(body, '-') FROM mails ORDER BY id");
      while (rows.next()) out.push_back(rows.text(0) + " " + rows.text(1) + " " + rows.text(2));
      return out;
    });
  }
  // Works until nothing is due; to whom was tried.
  std::vector<std::string> work() {
    tried.clear();
    while (sender.work()) {
    }
    return tried;
  }

  support::MarketDatabase database;
  core::UserId user = database.add_user("minji");
  core::ManualClock clock{1'800'000'000'000};
  mail::MailService service;

  std::deque<Attempt> answers;  // "sent" when there are none left
  std::vector<std::string> tried;
  std::vector<std::string> ids;
  mail::MailSender sender{
      *database,
      clock,
      "market",
      {.first = 1000, .most = 8000},
      [this](const mail::Mail& mail, std::string_view id, core::Millis, const std::function<bool()>&) {
        tried.push_back(mail.content.recipient);
        ids.emplace_back(id);
        if (answers.empty()) return Attempt{Outcome::sent, ""};
        auto answer = std::move(answers.front());
        answers.pop_front();
        return answer;
      },
      {.attempt = [](const mail::Mail&, const Attempt&, bool) {}, .failure = [](const std::exception&) {}}};
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a mail that was sent is sent no more, and its text is gone") {
  Fixture market;
  market.send("a@giraffe.example");
  market.send("b@giraffe.example");
  CHECK(market.work() == Texts{"a@giraffe.example", "b@giraffe.example"});
  CHECK(market.spool() == Texts{"sent 0 -", "sent 0 -"});
  CHECK(market.work().empty());
}

TEST_CASE("a mail goes into the spool with what causes it, or not at all") {
  Fixture market;
  CHECK_THROWS(market.database->write([&](db::Tx& tx) {
    market.service.send(tx, {market.user, "notice", "a@giraffe.example", "s", "b", market.clock.now() + 1});
    throw std::runtime_error("refused");
  }));
  CHECK(market.spool().empty());
}

TEST_CASE(
    "one that is not taken now is tried again, ever later, with the same name, and waits behind the others") {
  Fixture market;
  market.send("slow@giraffe.example");
  market.send("other@giraffe.example");
  market.answers = {{Outcome::later, "450"}};
  CHECK(market.work() == Texts{"slow@giraffe.example", "other@giraffe.example"});
  CHECK(market.spool().front() == "waiting 1 secret");
  core::Millis waited = 0;
  for (const core::Millis most : {1000, 2000, 4000, 8000, 8000}) {
    market.clock.advance(most / 2 - 1);  // a pause is at least half of what it may be
    CHECK(market.work().empty());
    market.clock.advance(most / 2 + 1);
    waited += most;
    market.answers = {{Outcome::later, "450"}};
    CHECK(market.work() == Texts{"slow@giraffe.example"});
  }
  market.clock.advance(8000);
  CHECK(market.work() == Texts{"slow@giraffe.example"});
  CHECK(market.spool() == Texts{"sent 6 -", "sent 0 -"});
  const std::set<std::string> names(market.ids.begin(), market.ids.end());
  CHECK(names.size() == 2);
  CHECK(waited == 23'000);
}

TEST_CASE("one that is refused is given up, and the others are sent") {
  Fixture market;
  market.send("nobody@giraffe.example");
  market.send("other@giraffe.example");
  market.answers = {{Outcome::refused, "550"}};
  CHECK(market.work() == Texts{"nobody@giraffe.example", "other@giraffe.example"});
  CHECK(market.spool() == Texts{"dropped 0 -", "sent 0 -"});
}

TEST_CASE("one that has become useless is not sent, and its text is gone") {
  Fixture market;
  market.send("late@giraffe.example", 5000);
  market.answers.assign(10, {Outcome::unreachable, "no connection"});
  market.work();
  market.clock.advance(1000);
  market.work();
  CHECK(market.spool() == Texts{"waiting 2 secret"});
  market.clock.advance(4000);
  CHECK(market.work().empty());
  CHECK(market.spool() == Texts{"dropped 2 -"});
}

TEST_CASE("a mail that can't be written down holds up nobody") {
  Fixture market;
  mail::MailSender strict(
      *market.database, market.clock, "market", {},
      [&](const mail::Mail& mail, std::string_view, core::Millis, const std::function<bool()>&) {
        if (mail.content.recipient == "broken") throw std::invalid_argument("no address");
        return Attempt{Outcome::sent, ""};
      },
      {.attempt = [](const mail::Mail&, const Attempt&, bool) {}, .failure = [](const std::exception&) {}});
  market.send("broken");
  market.send("other@giraffe.example");
  CHECK(strict.work() == Outcome::refused);
  CHECK(strict.work() == Outcome::sent);
  CHECK(market.spool() == Texts{"dropped 0 -", "sent 0 -"});
}

TEST_CASE("the spool has an end, which stops nothing but more mails") {
  Fixture market({.spool = 2});
  for (int i = 0; i < 4; ++i) market.send("a@giraffe.example");
  CHECK(market.spool().size() == 2);
  CHECK(market.database->read([&](db::Tx& tx) { return market.service.full(tx); }));
  market.work();
  CHECK_FALSE(market.database->read([&](db::Tx& tx) { return market.service.full(tx); }));
  market.send("a@giraffe.example");
  CHECK(market.spool().size() == 3);
}

TEST_CASE("a withdrawn mail is not sent, of another kind or user it is") {
  Fixture market;
  const auto other = market.database.add_user("junho");
  market.send("a@giraffe.example", core::hour, "email-code");
  market.send("a@giraffe.example", core::hour, "notice");
  market.database->write([&](db::Tx& tx) {
    market.service.send(tx, {other, "email-code", "b@giraffe.example", "s", "b", market.clock.now() + 1000});
    market.service.withdraw(tx, market.user, "email-code");
  });
  CHECK(market.work() == Texts{"a@giraffe.example", "b@giraffe.example"});
  CHECK(market.spool() == Texts{"dropped 0 -", "sent 0 -", "sent 0 -"});
}

TEST_CASE("how often one may write to an address is counted by kind, for an hour") {
  Fixture market;
  const auto wait = [&](std::int64_t most, core::Millis pause) {
    return market.database->read(
        [&](db::Tx& tx) { return market.service.wait(tx, "a@giraffe.example", "notice", most, pause); });
  };
  CHECK(wait(2, core::minute) == 0);
  market.send("a@giraffe.example");
  CHECK(wait(2, core::minute) == core::minute);
  CHECK(wait(2, 0) == 0);
  market.clock.advance(10 * core::minute);
  market.send("a@giraffe.example");
  market.send("a@giraffe.example", core::hour, "other");
  market.send("b@giraffe.example");
  CHECK(wait(2, core::minute) == 50 * core::minute);
  market.clock.advance(50 * core::minute);
  CHECK(wait(2, core::minute) == 0);
}

TEST_CASE("what is over is forgotten after a while, what waits is not") {
  Fixture market({.kept = core::day});
  market.send("a@giraffe.example");
  market.send("b@giraffe.example", 9 * core::day);
  market.answers = {{Outcome::sent, ""}, {Outcome::later, "450"}};
  market.work();
  market.clock.advance(core::day + 1);
  market.service.forget_old();
  CHECK(market.spool() == Texts{"waiting 1 secret"});
}

TEST_CASE("pauses double up to their most, and are up to a half shorter by chance") {
  const mail::Retries retries{.first = 1000, .most = 5000};
  CHECK(mail::pause_after(1, retries, 0) == 1000);
  CHECK(mail::pause_after(2, retries, 0) == 2000);
  CHECK(mail::pause_after(3, retries, 0) == 4000);
  CHECK(mail::pause_after(4, retries, 0) == 5000);
  CHECK(mail::pause_after(1'000'000, retries, 0) == 5000);
  CHECK(mail::pause_after(2, retries, 1) == 1000);
  CHECK(mail::pause_after(2, retries, 0.5) == 1500);
}

}  // namespace mail_sender_test
