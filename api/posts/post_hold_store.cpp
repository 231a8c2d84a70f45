#include "posts/post_hold_store.h"

namespace posts {

std::optional<Hold> PostHoldStore::find(db::Tx& tx, core::PostId post) const {
  auto rows = tx.query("SELECT cause, was, reason, at FROM post_holds WHERE post_id = $1", post);
  if (!rows.next()) return std::nullopt;
  return Hold{rows.text(0), rows.text(1), rows.text(2), rows.integer(3)};
}

void PostHoldStore::put(db::Tx& tx, core::PostId post, core::UserId seller, const Hold& hold) const {
  tx.run(
      "INSERT INTO post_holds (post_id, seller_id, cause, was, reason, at) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (post_id) DO UPDATE SET cause = $3, reason = $5, at = $6",
      post, seller, hold.cause, hold.was, hold.reason, hold.at);
}

void PostHoldStore::set_was(db::Tx& tx, core::PostId post, std::string_view was) const {
  tx.run("UPDATE post_holds SET was = $2 WHERE post_id = $1", post, was);
}

void PostHoldStore::remove(db::Tx& tx, core::PostId post) const {
  tx.run("DELETE FROM post_holds WHERE post_id = $1", post);
}

std::vector<core::PostId> PostHoldStore::shown_of(db::Tx& tx, core::UserId seller, int limit) const {
  // What is sold stays: it is the other side's history as well.
  return db::all_ids<core::PostId>(
      tx.query("SELECT id FROM posts WHERE seller_id = $1 AND deleted_at IS NULL "
               "AND status IN ('selling', 'reserved') LIMIT $2",
               seller, limit));
}

std::vector<core::PostId> PostHoldStore::suspended_of(db::Tx& tx, core::UserId seller, int limit) const {
  return db::all_ids<core::PostId>(
      tx.query("SELECT post_id FROM post_holds WHERE seller_id = $1 AND cause = 'suspension' LIMIT $2",
               seller, limit));
}

std::string withheld(std::string_view post) {
  return "(EXISTS (SELECT 1 FROM post_holds h WHERE h.post_id = " + std::string(post) +
         " AND h.cause <> 'suspension'))";
}

}  // namespace posts
