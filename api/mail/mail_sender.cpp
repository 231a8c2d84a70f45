#include "mail/mail_sender.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "core/token.h"

namespace mail {

namespace {

constexpr core::Millis pause_after_failure = 500;

double random_fraction() {
  const std::string bytes = core::random_bytes(2);
  const auto number = static_cast<unsigned char>(bytes[0]) * 256.0 +
                      static_cast<double>(static_cast<unsigned char>(bytes[1]));
  return number / 65'535.0;
}

}  // namespace

core::Millis pause_after(std::int64_t failures, const Retries& retries, double random) {
  core::Millis whole = std::min(retries.first, retries.most);
  for (std::int64_t i = 1; i < failures && whole < retries.most; ++i)
    whole = std::min(whole * 2, retries.most);
  return whole - static_cast<core::Millis>(static_cast<double>(whole) / 2 * random);
}

MailSender::MailSender(db::Database& database, const core::Clock& clock, std::string market, Retries retries,
                       Transport transport, Reports reports)
    : database_(database),
      clock_(clock),
      market_(std::move(market)),
      retries_(retries),
      transport_(std::move(transport)),
      reports_(std::move(reports)) {
  database_.on_change({"mails"}, [this] {
    {
      const std::lock_guard lock(mutex_);
      pending_ = true;
    }
    changed_.notify_all();
  });
}

void MailSender::start() {
  thread_.start("mail", [this] { run(); });
}

void MailSender::run() {
  std::int64_t unreachable = 0;  // attempts in a row without a word from the server
  core::Millis rest = 0;         // for so long nothing is tried, whatever comes
  while (!thread_.stopping()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, thread_.token(), std::chrono::milliseconds(rest), [] { return false; });
      if (thread_.stopping()) return;
      pending_ = false;
    }
    rest = 0;
    try {
      const auto outcome = work();
      if (outcome == Outcome::unreachable) {
        rest = pause(++unreachable);
        continue;
      }
      unreachable = 0;
      if (outcome) continue;
      const core::Millis due = wait_until_due();
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, thread_.token(), std::chrono::milliseconds(due), [this] { return pending_; });
    } catch (const std::exception& error) {
      reports_.failure(error);
      rest = pause_after_failure;
    }
  }
}

// The clock of the market may be set; then the wait is at most this much too long.
core::Millis MailSender::wait_until_due() {
  const auto next = database_.read([&](db::Tx& tx) { return store_.next(tx); });
  return next ? std::clamp<core::Millis>(*next - clock_.now(), 0, core::minute) : core::minute;
}

core::Millis MailSender::pause(std::int64_t failures) const {
  return pause_after(failures, retries_, random_fraction());
}

std::optional<Outcome> MailSender::work() {
  if (unsettled_) {
    const auto [mail, attempt] = *unsettled_;
    settle(mail, attempt);
    return attempt.outcome;
  }
  const core::Millis now = clock_.now();
  const auto mail = database_.read([&](db::Tx& tx) { return store_.due(tx, now); });
  if (!mail) return std::nullopt;
  if (mail->content.useful_until <= now) {
    settle(*mail, {Outcome::refused, "it has become useless"});
    return Outcome::refused;
  }
  const std::string id = core::hex(core::digest(market_ + " " + std::to_string(mail->id) + " " +
                                                std::to_string(mail->created_at)))
                             .substr(0, 32);
  Attempt attempt;
  try {
    attempt = transport_(*mail, id, now, [this] { return thread_.stopping(); });
  } catch (const std::invalid_argument&) {
    // The others are not to wait for a mail that can't be written down.
    attempt = {Outcome::refused, "no message can be made of it"};
  }
  // What was broken off because of the end is as it was.
  if (attempt.outcome == Outcome::unreachable && thread_.stopping()) return Outcome::unreachable;
  settle(*mail, attempt);
  return attempt.outcome;
}

void MailSender::settle(const Mail& mail, const Attempt& attempt) {
  const bool over = attempt.outcome == Outcome::sent || attempt.outcome == Outcome::refused;
  unsettled_ = {mail, attempt};
  database_.write([&](db::Tx& tx) {
    const core::Millis now = clock_.now();
    if (over) return store_.close(tx, mail.id, attempt.outcome == Outcome::sent, now);
    // At the latest when it becomes useless: then its text has to go.
    store_.put_off(tx, mail.id, std::min(now + pause(mail.attempts + 1), mail.content.useful_until));
  });
  unsettled_.reset();
  reports_.attempt(mail, attempt, over);
}

}  // namespace mail
