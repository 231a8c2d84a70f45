#include "mail/mail_service.h"

#include <algorithm>

namespace mail {

void MailService::send(db::Tx& tx, const NewMail& mail) const {
  if (!full(tx)) store_.insert(tx, mail, clock_.now());
}

bool MailService::full(db::Tx& tx) const {
  return store_.waiting(tx) >= spool_;
}

core::Millis MailService::wait(db::Tx& tx, std::string_view recipient, std::string_view kind,
                               std::int64_t most, core::Millis pause) const {
  const core::Millis now = clock_.now();
  const auto sent = store_.between(tx, recipient, kind, now - core::hour, now);
  core::Millis wait = 0;
  if (sent.count > 0) wait = sent.last + pause - now;
  if (sent.count >= most) wait = std::max(wait, sent.first + core::hour - now);
  return std::max<core::Millis>(wait, 0);
}

void MailService::withdraw(db::Tx& tx, core::UserId user, std::string_view kind) const {
  store_.withdraw(tx, user, kind, clock_.now());
}

bool MailService::remove_for_user(db::Tx& tx, core::UserId user) const {
  store_.remove_for_user(tx, user);
  return false;
}

void MailService::forget_old() const {
  while (database_.write([&](db::Tx& tx) { return store_.forget(tx, clock_.now() - kept_); }) > 0) {
  }
}

}  // namespace mail
