#include "users/password_reset_store.h"

namespace users {

namespace {
constexpr std::int64_t resets_removed_at_once = 500;
}  // namespace

void PasswordResetStore::wish(db::Tx& tx, const std::string& email, std::string_view language,
                              core::Millis expires_at) const {
  tx.run("INSERT INTO password_resets (email, language, expires_at) VALUES ($1, $2, $3)", email, language,
         expires_at);
}

std::vector<ResetWish> PasswordResetStore::wishes(db::Tx& tx, int limit) const {
  std::vector<ResetWish> out;
  auto rows = tx.query(
      "SELECT id, email, language, expires_at FROM password_resets WHERE user_id IS NULL ORDER BY id "
      "LIMIT $1",
      limit);
  while (rows.next()) out.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.integer(3)});
  return out;
}

void PasswordResetStore::grant(db::Tx& tx, std::int64_t id, core::UserId user,
                               std::string_view token_hash) const {
  tx.run("UPDATE password_resets SET user_id = $2, token_hash = $3 WHERE id = $1", id, user,
         db::Blob{token_hash});
}

void PasswordResetStore::drop(db::Tx& tx, std::int64_t id) const {
  tx.run("DELETE FROM password_resets WHERE id = $1", id);
}

std::optional<core::UserId> PasswordResetStore::owner(db::Tx& tx, std::string_view token_hash,
                                                      core::Millis now) const {
  auto rows = tx.query("SELECT user_id FROM password_resets WHERE token_hash = $1 AND expires_at > $2",
                       db::Blob{token_hash}, now);
  if (!rows.next()) return std::nullopt;
  return rows.id<core::UserId>(0);
}

void PasswordResetStore::remove_for_user(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM password_resets WHERE user_id = $1", user);
}

std::int64_t PasswordResetStore::remove_expired(db::Tx& tx, core::Millis now) const {
  return tx.run(
      "DELETE FROM password_resets WHERE id IN "
      "(SELECT id FROM password_resets WHERE expires_at <= $1 LIMIT $2)",
      now, resets_removed_at_once);
}

}  // namespace users
