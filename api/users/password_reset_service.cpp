#include "users/password_reset_service.h"

#include "core/error.h"
#include "core/token.h"

namespace users {

namespace {

constexpr int granted_at_once = 50;

core::UserId require_owner(const std::optional<core::UserId>& owner) {
  if (owner) return *owner;
  throw core::Error(404, "invalid-reset-link", "This link is not valid any more. Ask for a new one.");
}

}  // namespace

void PasswordResetService::ask(const std::string& email, http::Language language) {
  database_.write([&](db::Tx& tx) {
    store_.wish(tx, email, http::tag(language), clock_.now() + times_.valid);
    // At once if the writer has room for it; else the sweep does.
    tx.after_commit([this] {
      (void)database_.post_write([this](db::Tx&) { grant_wishes(); }, [](const std::exception_ptr&) {});
    });
  });
}

void PasswordResetService::grant_wishes() {
  const auto grant_some = [&](db::Tx& tx) {
    // With a full spool they wait, until they are too old.
    if (mail_.full(tx)) return false;
    const auto wishes = store_.wishes(tx, granted_at_once);
    for (const ResetWish& wish : wishes) grant(tx, wish);
    return !wishes.empty();
  };
  while (database_.write(grant_some)) {
  }
}

void PasswordResetService::grant(db::Tx& tx, const ResetWish& wish) {
  const auto user = users_.find_by_email(tx, wish.email);
  const bool enough = mail_.wait(tx, wish.email, reset_mail, resets_an_hour, times_.pause) > 0;
  if (!user || enough || wish.expires_at <= clock_.now()) return store_.drop(tx, wish.id);
  const std::string token = core::new_token();
  store_.grant(tx, wish.id, user->card.id, core::digest(token));
  mails_.reset_link(tx, *user, token, wish.expires_at, http::language_of(wish.language));
}

std::string PasswordResetService::owner(std::string_view token) {
  return database_.read([&](db::Tx& tx) {
    const auto id = require_owner(store_.owner(tx, core::digest(token), clock_.now()));
    return users_.card(tx, id).value().username;
  });
}

void PasswordResetService::reset(std::string_view token, const std::string& password) {
  const std::string hash = hasher_.hash(password);
  database_.write([&](db::Tx& tx) {
    // Again: of two who use the link at once, one does.
    const auto id = require_owner(store_.owner(tx, core::digest(token), clock_.now()));
    users_.set_password(tx, id, hash);
    sessions_.end_all(tx, id);
    safety_.password_changed(tx, id);
  });
}

void PasswordResetService::remove_expired() {
  while (database_.write([&](db::Tx& tx) { return store_.remove_expired(tx, clock_.now()); }) > 0) {
  }
}

}  // namespace users
