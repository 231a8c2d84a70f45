#include "users/verification_store.h"

#include <utility>
#include <vector>

namespace users {

namespace {
constexpr std::int64_t verifications_removed_at_once = 500;
}  // namespace

void VerificationStore::put(db::Tx& tx, core::UserId user, const KnownCode& code) const {
  tx.run(
      "INSERT INTO email_codes (user_id, email, code_hash, tries_left, expires_at) VALUES ($1, $2, $3, $4, "
      "$5) ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, code_hash = excluded.code_hash, "
      "tries_left = excluded.tries_left, expires_at = excluded.expires_at",
      user, code.email, db::Blob{code.hash}, code.tries_left, code.expires_at);
}

std::optional<KnownCode> VerificationStore::find(db::Tx& tx, core::UserId user) const {
  auto rows =
      tx.query("SELECT email, code_hash, tries_left, expires_at FROM email_codes WHERE user_id = $1", user);
  if (!rows.next()) return std::nullopt;
  return KnownCode{rows.text(0), rows.text(1), rows.integer(2), rows.integer(3)};
}

void VerificationStore::use_try(db::Tx& tx, core::UserId user) const {
  tx.run("UPDATE email_codes SET tries_left = tries_left - 1 WHERE user_id = $1 AND tries_left > 0", user);
}

void VerificationStore::remove(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM email_codes WHERE user_id = $1", user);
}

std::int64_t VerificationStore::remove_expired(db::Tx& tx, core::Millis now) const {
  return tx.run(
      "DELETE FROM email_codes WHERE user_id IN "
      "(SELECT user_id FROM email_codes WHERE expires_at <= $1 LIMIT $2)",
      now, verifications_removed_at_once);
}

void VerificationStore::verify(db::Tx& tx, core::UserId user, const std::optional<std::string>& campus,
                               core::Millis now) const {
  tx.run("UPDATE users SET email_verified_at = $2, campus = $3 WHERE id = $1", user, now, campus);
}

void VerificationStore::assign(db::Tx& tx, const Campuses& campuses) const {
  std::vector<std::pair<core::UserId, std::optional<std::string>>> changed;
  {
    auto rows = tx.query("SELECT id, email, campus FROM users WHERE email_verified_at IS NOT NULL");
    while (rows.next()) {
      auto campus = campuses.of(rows.view(1));
      if (campus != rows.optional_text(2)) changed.emplace_back(rows.id<core::UserId>(0), std::move(campus));
    }
  }
  for (const auto& [user, campus] : changed) {
    tx.run("UPDATE users SET campus = $2 WHERE id = $1", user, campus);
  }
}

}  // namespace users
