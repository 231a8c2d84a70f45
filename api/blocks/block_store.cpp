#include "blocks/block_store.h"

#include <limits>

#include "users/user_store.h"

namespace blocks {

void BlockStore::add(db::Tx& tx, core::UserId blocker, core::UserId blocked, core::Millis now) const {
  tx.run(
      "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (blocker_id, blocked_id) DO NOTHING",
      blocker, blocked, now);
  tx.changed("blocks");
}

void BlockStore::remove(db::Tx& tx, core::UserId blocker, core::UserId blocked) const {
  tx.run("DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2", blocker, blocked);
  tx.changed("blocks");
}

void BlockStore::remove_all(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM blocks WHERE blocker_id = $1 OR blocked_id = $1", user);
  tx.changed("blocks");
}

std::int64_t BlockStore::count(db::Tx& tx, core::UserId blocker) const {
  return db::first_integer(tx.query("SELECT count(*) FROM blocks WHERE blocker_id = $1", blocker));
}

std::vector<Block> BlockStore::page(db::Tx& tx, core::UserId blocker, const core::Page& page) const {
  static const std::string sql =
      "SELECT b.created_at, " + std::string(users::user_card_columns) +
      " FROM blocks AS b JOIN users AS u ON u.id = b.blocked_id WHERE b.blocker_id = $1 "
      "AND (b.created_at, b.blocked_id) < ($2, $3) ORDER BY b.created_at DESC, b.blocked_id DESC LIMIT $4";
  const auto after = page.after.value_or(core::PageKey{{}, std::numeric_limits<std::int64_t>::max(), 0});
  std::vector<Block> out;
  auto rows = tx.query(sql, blocker, after.key, after.id, page.limit + 1);
  while (rows.next()) out.push_back({users::read_user_card(rows, 1), rows.integer(0)});
  return out;
}

Standing BlockStore::between(db::Tx& tx, core::UserId me, core::UserId them) const {
  auto rows = tx.query(
      "SELECT EXISTS (SELECT 1 FROM blocks WHERE blocker_id = $1 AND blocked_id = $2), "
      "EXISTS (SELECT 1 FROM blocks WHERE blocker_id = $2 AND blocked_id = $1)",
      me, them);
  rows.next();
  return {rows.boolean(0), rows.boolean(1)};
}

bool BlockStore::any(db::Tx& tx, core::UserId viewer) const {
  return viewer.value != 0 && !blocked_with(tx, viewer, 1).empty();
}

std::vector<core::UserId> BlockStore::blocked_with(db::Tx& tx, core::UserId user, int limit) const {
  static const std::string sql = "SELECT * FROM (" + blocks::blocked_with("$1") + ") AS pairs LIMIT $2";
  return db::all_ids<core::UserId>(tx.query(sql, user, limit));
}

std::string blocked_with(std::string_view user) {
  const std::string one(user);
  return "SELECT blocked_id FROM blocks WHERE blocker_id = " + one +
         " UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = " + one;
}

std::string blocked_pair(std::string_view one, std::string_view other) {
  const auto by = [](std::string_view blocker, std::string_view blocked) {
    return "EXISTS (SELECT 1 FROM blocks WHERE blocker_id = " + std::string(blocker) +
           " AND blocked_id = " + std::string(blocked) + ")";
  };
  return "(" + by(one, other) + " OR " + by(other, one) + ")";
}

}  // namespace blocks
