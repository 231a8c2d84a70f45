#include "users/session_store.h"

namespace users {

namespace {
constexpr std::int64_t removed_at_once = 500;

std::vector<core::SessionId> ids(db::Rows rows) {
  std::vector<core::SessionId> out;
  while (rows.next()) out.push_back(rows.id<core::SessionId>(0));
  return out;
}
}  // namespace

core::SessionId SessionStore::insert(db::Tx& tx, core::UserId user, std::string_view token_hash,
                                     const Session& session) const {
  auto rows = tx.query(
      "INSERT INTO sessions (user_id, token_hash, transport, name, user_agent, created_at, last_seen_at, "
      "expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
      user, db::Blob{token_hash}, session.transport, session.name, session.user_agent, session.created_at,
      session.last_seen_at, session.expires_at);
  rows.next();
  return rows.id<core::SessionId>(0);
}

std::optional<KnownSession> SessionStore::find(db::Tx& tx, std::string_view token_hash) const {
  auto rows = tx.query(
      "SELECT s.user_id, s.id, u.username, u.role, s.last_seen_at, s.expires_at "
      "FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.token_hash = $1",
      db::Blob{token_hash});
  if (!rows.next()) return std::nullopt;
  KnownSession known;
  known.principal.user = rows.id<core::UserId>(0);
  known.principal.session = rows.id<core::SessionId>(1);
  known.principal.username = rows.text(2);
  known.principal.role = rows.text(3);
  known.last_seen_at = rows.integer(4);
  known.expires_at = rows.integer(5);
  return known;
}

std::vector<Session> SessionStore::list(db::Tx& tx, core::UserId user, core::Millis now) const {
  std::vector<Session> out;
  auto rows = tx.query(
      "SELECT id, transport, name, user_agent, created_at, last_seen_at, expires_at FROM sessions "
      "WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC",
      user, now);
  while (rows.next()) {
    out.push_back({rows.id<core::SessionId>(0), rows.text(1), rows.optional_text(2), rows.text(3),
                   rows.integer(4), rows.integer(5), rows.integer(6)});
  }
  return out;
}

void SessionStore::touch(db::Tx& tx, core::SessionId id, core::Millis now) const {
  tx.run("UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2", id, now);
}

std::vector<core::SessionId> SessionStore::remove(db::Tx& tx, core::UserId user, core::SessionId id) const {
  return ids(tx.query("DELETE FROM sessions WHERE user_id = $1 AND id = $2 RETURNING id", user, id));
}

std::vector<core::SessionId> SessionStore::remove_others(db::Tx& tx, core::UserId user,
                                                         core::SessionId kept) const {
  return ids(tx.query("DELETE FROM sessions WHERE user_id = $1 AND id <> $2 RETURNING id", user, kept));
}

std::vector<core::SessionId> SessionStore::remove_all(db::Tx& tx, core::UserId user) const {
  return ids(tx.query("DELETE FROM sessions WHERE user_id = $1 RETURNING id", user));
}

std::vector<core::SessionId> SessionStore::remove_oldest(db::Tx& tx, core::UserId user,
                                                         std::size_t kept) const {
  return ids(tx.query(
      "DELETE FROM sessions WHERE user_id = $1 AND id NOT IN (SELECT id FROM sessions WHERE user_id = $1 "
      "ORDER BY last_seen_at DESC, id DESC LIMIT $2) RETURNING id",
      user, static_cast<std::int64_t>(kept)));
}

std::vector<core::SessionId> SessionStore::remove_expired(db::Tx& tx, core::Millis now) const {
  return ids(
      tx.query("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2) "
               "RETURNING id",
               now, removed_at_once));
}

}  // namespace users
