#include "users/session_store.h"

#include "users/access_token.h"

namespace users {

namespace {
constexpr std::int64_t sessions_removed_at_once = 500;

constexpr std::string_view select_known =
    "SELECT s.user_id, s.id, u.username, u.role, s.last_seen_at, s.expires_at, s.scopes, s.last_address, "
    "x.reason, x.until, u.email_verified_at IS NOT NULL, u.campus IS NOT NULL "
    "FROM sessions AS s JOIN users AS u ON u.id = s.user_id "
    "LEFT JOIN suspensions AS x ON x.user_id = u.id AND x.ended_at IS NULL WHERE ";

std::optional<KnownSession> read_known(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  KnownSession known;
  known.principal.user = rows.id<core::UserId>(0);
  known.principal.session = rows.id<core::SessionId>(1);
  known.principal.username = rows.text(2);
  known.principal.role = rows.text(3);
  known.last_seen_at = rows.integer(4);
  known.expires_at = rows.integer(5);
  if (!rows.null(6)) known.principal.scopes = read_scopes(rows.view(6));
  known.last_address = rows.text(7);
  if (!rows.null(8)) known.principal.suspension = {rows.optional_integer(9), rows.text(8)};
  known.principal.email_verified = rows.boolean(10);
  known.principal.on_campus = rows.boolean(11);
  return known;
}
}  // namespace

std::vector<core::SessionId> read_session_ids(db::Rows rows) {
  std::vector<core::SessionId> out;
  while (rows.next()) out.push_back(rows.id<core::SessionId>(0));
  return out;
}

core::SessionId SessionStore::insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                                     const Session& session) const {
  auto rows = tx.query(
      "INSERT INTO sessions (user_id, token_hash, transport, name, user_agent, created_at, last_seen_at, "
      "expires_at, last_address) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
      user, db::Blob{token_hash}, session.transport, session.name, session.user_agent, session.created_at,
      session.last_seen_at, session.expires_at, session.last_address);
  rows.next();
  return rows.id<core::SessionId>(0);
}

std::optional<KnownSession> SessionStore::find(db::Tx& tx, std::string_view token_hash) const {
  static const std::string sql = std::string(select_known) + "s.token_hash = $1";
  return read_known(tx.query(sql, db::Blob{token_hash}));
}

std::optional<KnownSession> SessionStore::find(db::Tx& tx, core::SessionId id) const {
  static const std::string sql = std::string(select_known) + "s.id = $1";
  return read_known(tx.query(sql, id));
}

std::vector<Session> SessionStore::list(db::Tx& tx, core::UserId user, core::Millis now) const {
  std::vector<Session> out;
  auto rows = tx.query(
      "SELECT id, transport, name, user_agent, created_at, last_seen_at, expires_at, last_address FROM "
      "sessions "
      "WHERE user_id = $1 AND scopes IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC",
      user, now);
  while (rows.next()) {
    out.push_back({rows.id<core::SessionId>(0), rows.text(1), rows.optional_text(2), rows.text(3),
                   rows.integer(4), rows.integer(5), rows.integer(6), rows.optional_text(7)});
  }
  return out;
}

void SessionStore::touch(db::Tx& tx, core::SessionId id, core::Millis now,
                         const std::optional<std::string>& address) const {
  tx.run(
      "UPDATE sessions SET last_seen_at = $2, last_address = coalesce($3, last_address) WHERE id = $1 AND "
      "last_seen_at < $2",
      id, now, address);
}

bool SessionStore::exists(db::Tx& tx, core::SessionId id) const {
  return tx.query("SELECT 1 FROM sessions WHERE id = $1", id).next();
}

bool SessionStore::knows_place(db::Tx& tx, core::UserId user, std::string_view network) const {
  return tx.query("SELECT 1 FROM sign_in_places WHERE user_id = $1 AND network = $2", user, network).next();
}

void SessionStore::remember_place(db::Tx& tx, core::UserId user, std::string_view network,
                                  core::Millis now) const {
  tx.run(
      "INSERT INTO sign_in_places (user_id, network, last_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (user_id, network) DO UPDATE SET last_at = $3",
      user, network, now);
  tx.run(
      "DELETE FROM sign_in_places WHERE user_id = $1 AND network NOT IN (SELECT network FROM sign_in_places "
      "WHERE user_id = $1 ORDER BY last_at DESC, network = $2 DESC LIMIT $3)",
      user, network, static_cast<std::int64_t>(max_places));
}

void SessionStore::forget_places(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM sign_in_places WHERE user_id = $1", user);
}

void SessionStore::forget_old_places(db::Tx& tx, core::Millis before) const {
  tx.run(
      "DELETE FROM sign_in_places WHERE (user_id, network) IN "
      "(SELECT user_id, network FROM sign_in_places WHERE last_at < $1 LIMIT $2)",
      before, sessions_removed_at_once);
}

std::vector<core::SessionId> SessionStore::remove(db::Tx& tx, core::UserId user, core::SessionId id) const {
  return read_session_ids(tx.query(
      "DELETE FROM sessions WHERE user_id = $1 AND id = $2 AND scopes IS NULL RETURNING id", user, id));
}

std::vector<core::SessionId> SessionStore::remove_others(db::Tx& tx, core::UserId user,
                                                         core::SessionId kept) const {
  return read_session_ids(tx.query(
      "DELETE FROM sessions WHERE user_id = $1 AND id <> $2 AND scopes IS NULL RETURNING id", user, kept));
}

std::vector<core::SessionId> SessionStore::remove_oldest(db::Tx& tx, core::UserId user,
                                                         std::size_t kept) const {
  return read_session_ids(tx.query(
      "DELETE FROM sessions WHERE user_id = $1 AND scopes IS NULL AND id NOT IN (SELECT id FROM sessions "
      "WHERE user_id = $1 AND scopes IS NULL ORDER BY last_seen_at DESC, id DESC LIMIT $2) RETURNING id",
      user, static_cast<std::int64_t>(kept)));
}

std::vector<core::SessionId> SessionStore::remove_all(db::Tx& tx, core::UserId user,
                                                      core::SessionId kept) const {
  return read_session_ids(
      tx.query("DELETE FROM sessions WHERE user_id = $1 AND id <> $2 RETURNING id", user, kept));
}

std::vector<core::SessionId> SessionStore::remove_expired(db::Tx& tx, core::Millis now) const {
  return read_session_ids(
      tx.query("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2) "
               "RETURNING id",
               now, sessions_removed_at_once));
}

}  // namespace users
