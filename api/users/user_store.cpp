#include "users/user_store.h"

#include <limits>

#include "core/text.h"
#include "core/token.h"

namespace users {

namespace {

const std::string user_columns =
    std::string(user_card_columns) +
    ", u.email, u.bio, u.role, u.created_at, "
    "(SELECT count(*) FROM posts WHERE seller_id = u.id AND status IN ('selling', 'reserved') AND deleted_at "
    "IS NULL), "
    "(SELECT count(*) FROM deals WHERE seller_id = u.id AND state = 'completed'), "
    "(SELECT count(*) FROM deals WHERE buyer_id = u.id AND state = 'completed'), x.reason, x.until, "
    "u.language FROM users AS u LEFT JOIN suspensions AS x ON x.user_id = u.id AND x.ended_at IS NULL ";

std::optional<User> read_user(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  User user;
  user.card = read_user_card(rows, 0);
  constexpr int rest = user_card_width;
  user.email = rows.text(rest);
  user.bio = rows.text(rest + 1);
  user.role = rows.text(rest + 2);
  user.created_at = rows.integer(rest + 3);
  user.counts = {rows.integer(rest + 4), rows.integer(rest + 5), rows.integer(rest + 6)};
  if (!rows.null(rest + 7)) user.suspension = {rows.optional_integer(rest + 8), rows.text(rest + 7)};
  user.language = rows.text(rest + 9);
  return user;
}

std::optional<Credentials> read_credentials(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return Credentials{rows.id<core::UserId>(0), rows.text(1)};
}

// A name or an address that nobody gets until some time after that; of two times the later counts.
void note_left(db::Tx& tx, std::string_view name, core::Millis at) {
  const std::string hash = core::digest(name);
  tx.run(
      "INSERT INTO left_names (name_hash, left_at) VALUES ($1, $2) "
      "ON CONFLICT (name_hash) DO UPDATE SET left_at = max(left_at, $2)",
      db::Blob{hash}, at);
}

}  // namespace

UserCard read_user_card(const db::Rows& rows, int first) {
  return {rows.id<core::UserId>(first), rows.text(first + 1),
          rows.text(first + 2),         rows.text(first + 3),
          rows.boolean(first + 4),      {rows.integer(first + 5), rows.integer(first + 6)},
          rows.optional_text(first + 7)};
}

core::UserId UserStore::insert(db::Tx& tx, const NewUser& user, const std::string& password_hash,
                               core::Millis now) const {
  return tx.insert<core::UserId>(
      "INSERT INTO users (username, display_name, email, major, password_hash, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      user.username, user.display_name, user.email, user.major, password_hash, now);
}

std::optional<User> UserStore::find(db::Tx& tx, core::UserId id) const {
  static const std::string sql = "SELECT " + user_columns + "WHERE u.id = $1";
  return read_user(tx.query(sql, id));
}

std::optional<User> UserStore::find(db::Tx& tx, std::string_view username) const {
  // Who has left is nobody any more, whatever stands in for the name.
  static const std::string sql = "SELECT " + user_columns + "WHERE u.username = $1 AND u.password_hash <> ''";
  return read_user(tx.query(sql, username));
}

std::optional<User> UserStore::find_by_email(db::Tx& tx, std::string_view email) const {
  static const std::string sql = "SELECT " + user_columns + "WHERE u.email = $1";
  return read_user(tx.query(sql, email));
}

std::optional<UserCard> UserStore::card(db::Tx& tx, core::UserId id) const {
  static const std::string sql =
      "SELECT " + std::string(user_card_columns) + " FROM users AS u WHERE u.id = $1";
  auto rows = tx.query(sql, id);
  if (!rows.next()) return std::nullopt;
  return read_user_card(rows, 0);
}

std::optional<Credentials> UserStore::credentials(db::Tx& tx, std::string_view username) const {
  return read_credentials(
      tx.query("SELECT id, password_hash FROM users WHERE username = $1 AND NOT EXISTS "
               "(SELECT 1 FROM leaving WHERE user_id = users.id)",
               username));
}

std::optional<Credentials> UserStore::credentials(db::Tx& tx, core::UserId id) const {
  return read_credentials(tx.query("SELECT id, password_hash FROM users WHERE id = $1", id));
}

bool UserStore::any(db::Tx& tx) const {
  return tx.query("SELECT 1 FROM users LIMIT 1").next();
}

bool UserStore::username_taken(db::Tx& tx, std::string_view username) const {
  return tx.query("SELECT 1 FROM users WHERE username = $1", username).next();
}

bool UserStore::name_left(db::Tx& tx, std::string_view username, core::Millis since) const {
  const std::string hash = core::digest(username);
  return tx.query("SELECT 1 FROM left_names WHERE name_hash = $1 AND left_at > $2", db::Blob{hash}, since)
      .next();
}

void UserStore::bar_address(db::Tx& tx, core::UserId id, std::optional<core::Millis> until) const {
  // What stands there is compared as the time of leaving: later than now for as long as it is barred.
  note_left(tx, core::lower_ascii(find(tx, id).value().email),
            until.value_or(std::numeric_limits<core::Millis>::max()));
}

bool UserStore::address_barred(db::Tx& tx, std::string_view email, core::Millis now) const {
  return name_left(tx, core::lower_ascii(email), now);
}

std::int64_t UserStore::forget_names(db::Tx& tx, core::Millis time, int limit) const {
  return tx.run(
      "DELETE FROM left_names WHERE name_hash IN (SELECT name_hash FROM left_names WHERE left_at <= $1 LIMIT "
      "$2)",
      time, limit);
}

void UserStore::update(db::Tx& tx, core::UserId id, const UserChanges& changes) const {
  tx.run(
      "UPDATE users SET display_name = coalesce($2, display_name), major = coalesce($3, major), "
      "bio = coalesce($4, bio), email = coalesce($5, email), "
      "email_verified_at = CASE WHEN $5 IS NULL OR $5 = email THEN email_verified_at END, "
      "campus = CASE WHEN $5 IS NULL OR $5 = email THEN campus END WHERE id = $1",
      id, changes.display_name, changes.major, changes.bio, changes.email);
}

void UserStore::anonymise(db::Tx& tx, core::UserId id, std::string_view name, core::Millis now) const {
  note_left(tx, card(tx, id).value().username, now);
  // No password has an empty hash. The address is in a domain that can never exist (RFC 2606).
  tx.run(
      "UPDATE users SET username = $2, display_name = '탈퇴한 회원', email = $2 || '@deleted.invalid', "
      "email_verified_at = NULL, campus = NULL, major = '', bio = '', role = 'user', password_hash = '' "
      "WHERE id = $1",
      id, name);
  tx.run("DELETE FROM leaving WHERE user_id = $1", id);
}

std::string UserStore::role(db::Tx& tx, core::UserId id) const {
  auto rows = tx.query("SELECT role FROM users WHERE id = $1", id);
  rows.next();
  return rows.text(0);
}

void UserStore::set_role(db::Tx& tx, core::UserId id, std::string_view role) const {
  tx.run("UPDATE users SET role = $2 WHERE id = $1", id, role);
}

bool UserStore::has_left(db::Tx& tx, core::UserId id) const {
  return tx.query("SELECT 1 FROM users WHERE id = $1 AND password_hash = ''", id).next() ||
         is_leaving(tx, id);
}

void UserStore::begin_leaving(db::Tx& tx, core::UserId id) const {
  tx.run("INSERT INTO leaving (user_id) VALUES ($1)", id);
}

bool UserStore::is_leaving(db::Tx& tx, core::UserId id) const {
  return tx.query("SELECT 1 FROM leaving WHERE user_id = $1", id).next();
}

std::vector<core::UserId> UserStore::leaving(db::Tx& tx) const {
  return db::all_ids<core::UserId>(tx.query("SELECT user_id FROM leaving"));
}

bool UserStore::is_last_admin(db::Tx& tx, core::UserId id) const {
  // Who is banned can do nothing as an admin.
  return tx
      .query(
          "SELECT 1 FROM users WHERE id = $1 AND role = 'admin' AND NOT EXISTS "
          "(SELECT 1 FROM users AS other WHERE other.role = 'admin' AND other.id <> $1 AND NOT EXISTS "
          "(SELECT 1 FROM suspensions WHERE user_id = other.id AND ended_at IS NULL AND until IS NULL))",
          id)
      .next();
}

void UserStore::require_another_admin(db::Tx& tx, core::UserId id) const {
  if (is_last_admin(tx, id)) throw core::conflict("last-admin", "There would be no admin left.");
}

void UserStore::set_language(db::Tx& tx, core::UserId id, std::string_view language) const {
  tx.run("UPDATE users SET language = $2 WHERE id = $1 AND language <> $2", id, language);
}

void UserStore::set_password(db::Tx& tx, core::UserId id, const std::string& password_hash) const {
  tx.run("UPDATE users SET password_hash = $2 WHERE id = $1", id, password_hash);
}

}  // namespace users
