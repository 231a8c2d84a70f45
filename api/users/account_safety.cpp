#include "users/account_safety.h"

#include "core/token.h"
#include "http/network.h"
#include "users/password_reset.h"
#include "users/verification.h"

namespace users {

namespace {

// With the user, so that nobody can tell from two users' devices that they are one.
std::string device_hash(core::UserId user, std::string program, const std::string& address) {
  // Browsers are new every few weeks, and still the same.
  std::erase_if(program, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  return core::digest(std::to_string(user.value) + "\n" + http::client_network(address) + "\n" + program);
}

}  // namespace

void AccountSafety::password_changed(db::Tx& tx, core::UserId id) const {
  resets_.remove_for_user(tx, id);
  mail_.withdraw(tx, id, reset_mail);
  mails_.password_changed(tx, users_.find(tx, id).value());
}

void AccountSafety::email_changed(db::Tx& tx, core::UserId id, const std::string& old_address) const {
  resets_.remove_for_user(tx, id);
  mail_.withdraw(tx, id, reset_mail);
  codes_.remove(tx, id);
  mail_.withdraw(tx, id, code_mail);
  mails_.email_changed(tx, users_.find(tx, id).value(), old_address);
}

void AccountSafety::signed_in(db::Tx& tx, const User& user, const Session& session, const SignIn& sign_in,
                              const std::string& address) const {
  const auto id = user.card.id;
  const core::Millis now = clock_.now();
  const std::string hash = device_hash(id, session.user_agent, address);
  const auto before = devices_.see(tx, id, hash, now, max_devices);
  const bool known = before && *before > now - device_known;
  if (!known && (before || devices_.signed_in_before(tx, id, hash, session.id))) {
    mails_.new_device(tx, user, session.user_agent, address);
  }
  // Last: the one who has just signed in may be another.
  users_.set_language(tx, id, http::tag(sign_in.language));
}

void AccountSafety::remove_for_user(db::Tx& tx, core::UserId user) const {
  resets_.remove_for_user(tx, user);
  codes_.remove(tx, user);
  devices_.remove_for_user(tx, user);
}

}  // namespace users
