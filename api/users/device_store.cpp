#include "users/device_store.h"

namespace users {

std::optional<core::Millis> DeviceStore::see(db::Tx& tx, core::UserId user, std::string_view hash,
                                             core::Millis now, std::int64_t most) const {
  std::optional<core::Millis> before;
  {
    auto rows = tx.query("SELECT last_seen_at FROM known_devices WHERE user_id = $1 AND device_hash = $2",
                         user, db::Blob{hash});
    if (rows.next()) before = rows.integer(0);
  }
  tx.run(
      "INSERT INTO known_devices (user_id, device_hash, last_seen_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (user_id, device_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at",
      user, db::Blob{hash}, now);
  tx.run(
      "DELETE FROM known_devices WHERE user_id = $1 AND device_hash NOT IN (SELECT device_hash FROM "
      "known_devices WHERE user_id = $1 ORDER BY last_seen_at DESC, device_hash LIMIT $2)",
      user, most);
  return before;
}

bool DeviceStore::signed_in_before(db::Tx& tx, core::UserId user, std::string_view hash,
                                   core::SessionId session) const {
  return tx
      .query(
          "SELECT 1 FROM known_devices WHERE user_id = $1 AND device_hash <> $2 "
          "UNION ALL SELECT 1 FROM sessions WHERE user_id = $1 AND id <> $3 LIMIT 1",
          user, db::Blob{hash}, session)
      .next();
}

void DeviceStore::remove_for_user(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM known_devices WHERE user_id = $1", user);
}

}  // namespace users
