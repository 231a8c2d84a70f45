#include "mail/mail_service.h"

#include <algorithm>

#include "core/token.h"

namespace mail {

namespace {
std::string key(std::string_view recipient, std::string_view kind) {
  return core::digest(std::string(recipient) + " " + std::string(kind));
}
}  // namespace

void MailService::send(db::Tx& tx, const NewMail& mail) const {
  if (!full(tx)) store_.insert(tx, mail, clock_.now());
}

bool MailService::full(db::Tx& tx) const {
  return store_.waiting(tx) >= spool_;
}

core::Millis MailService::wait(db::Tx& tx, std::string_view recipient, std::string_view kind,
                               std::int64_t most, core::Millis pause) const {
  const core::Millis now = clock_.now();
  auto sent = store_.between(tx, recipient, kind, now - core::hour, now);
  {
    const std::lock_guard lock(left_mutex_);
    if (const auto found = left_.find(key(recipient, kind)); found != left_.end()) {
      for (const core::Millis at : found->second) {
        if (at <= now - core::hour || at > now) continue;
        sent.first = sent.count > 0 ? std::min(sent.first, at) : at;
        sent.last = std::max(sent.last, at);
        ++sent.count;
      }
    }
  }
  core::Millis wait = 0;
  if (sent.count > 0) wait = sent.last + pause - now;
  if (sent.count >= most) wait = std::max(wait, sent.first + core::hour - now);
  return std::max<core::Millis>(wait, 0);
}

void MailService::withdraw(db::Tx& tx, core::UserId user, std::string_view kind) const {
  store_.withdraw(tx, user, kind, clock_.now());
}

void MailService::remove_for_user(db::Tx& tx, core::UserId user) const {
  const core::Millis hour_ago = clock_.now() - core::hour;
  {
    const std::lock_guard lock(left_mutex_);
    std::erase_if(left_, [&](const auto& entry) { return entry.second.back() <= hour_ago; });
    for (const auto& mail : store_.of_user(tx, user, hour_ago))
      left_[key(mail.recipient, mail.kind)].push_back(mail.at);
  }
  store_.remove_for_user(tx, user);
}

void MailService::forget_old() const {
  // wait() counts an hour back.
  const core::Millis kept = std::max<core::Millis>(kept_, core::hour);
  while (database_.write([&](db::Tx& tx) { return store_.forget(tx, clock_.now() - kept); }) > 0) {
  }
}

}  // namespace mail
