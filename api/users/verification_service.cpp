#include "users/verification_service.h"

#include "core/error.h"
#include "core/token.h"
#include "users/verification_json.h"

namespace users {

namespace {

// The million codes are soon tried against a stolen database, whatever the hash: what protects them is that
// they are over in minutes. The user and the address make it one hash a user, rather than one table for all.
std::string code_hash(core::UserId user, const std::string& email, const std::string& code) {
  return core::digest(std::to_string(user.value) + " " + email + " " + code);
}

core::Error already_verified() {
  return core::conflict("already-verified", "This e-mail address has been verified.");
}

core::Error too_many_codes(core::Millis wait) {
  core::Error error(429, "too-many-requests", "A code was sent just now. Please wait before the next one.");
  error.with_header("Retry-After", std::to_string((wait + core::second - 1) / core::second));
  return error;
}

}  // namespace

SentCode VerificationService::send_code(core::UserId id, http::Language language) {
  return database_.write([&](db::Tx& tx) {
    const User user = users_.find(tx, id).value();
    if (user.card.email_verified) throw already_verified();
    if (campuses_.any() && !campuses_.of(user.email)) {
      throw core::conflict("no-campus-address", "Only an address of one of the campuses can be verified.")
          .with_member("campuses", campuses_json(campuses_.all()));
    }
    const auto wait = mail_.wait(tx, user.email, code_mail, codes_an_hour, times_.pause);
    if (wait > 0) throw too_many_codes(wait);
    if (mail_.full(tx)) throw core::busy(60);

    const core::Millis now = clock_.now();
    const std::string code = core::new_code(code_digits);
    codes_.put(tx, id, {user.email, code_hash(id, user.email, code), code_tries, now + times_.valid});
    mail_.withdraw(tx, id, code_mail);
    mails_.code(tx, user, code, now + times_.valid, language);
    const auto next = mail_.wait(tx, user.email, code_mail, codes_an_hour, times_.pause);
    return SentCode{user.email, now + times_.valid, now + next};
  });
}

User VerificationService::verify(core::UserId id, const std::string& code, const std::string& network) {
  auto guess = wrong_codes_.take(network, clock_.now());
  std::optional<User> verified;
  database_.write([&](db::Tx& tx) {
    const User user = users_.find(tx, id).value();
    if (user.card.email_verified) throw already_verified();
    const core::Millis now = clock_.now();
    const auto known = codes_.find(tx, id);
    if (!known || known->expires_at <= now || known->tries_left == 0 || known->email != user.email) {
      throw core::conflict("code-expired", "There is no code that could still be used. Ask for a new one.");
    }
    if (!core::same_secret(known->hash, code_hash(id, user.email, code))) return codes_.use_try(tx, id);
    codes_.remove(tx, id);
    codes_.verify(tx, id, campuses_.of(user.email), now);
    sessions_.refresh(tx, id);
    verified = users_.find(tx, id);
  });
  if (!verified) {
    guess.keep();
    throw core::invalid_field("/code", "wrong-code", "This is not the code that was sent.");
  }
  return std::move(*verified);
}

void VerificationService::assign_campuses() {
  database_.write([&](db::Tx& tx) { codes_.assign(tx, campuses_); });
}

void VerificationService::remove_expired() {
  while (database_.write([&](db::Tx& tx) { return codes_.remove_expired(tx, clock_.now()); }) > 0) {
  }
}

}  // namespace users
