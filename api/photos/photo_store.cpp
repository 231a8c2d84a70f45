#include "photos/photo_store.h"

namespace photos {

void PhotoStore::insert(db::Tx& tx, const Photo& photo, core::UserId owner, core::Millis now) const {
  tx.run("INSERT INTO photos (id, owner_id, width, height, created_at) VALUES ($1, $2, $3, $4, $5)", photo.id,
         owner, photo.width, photo.height, now);
}

std::optional<Photo> PhotoStore::find(db::Tx& tx, std::string_view id) const {
  auto rows = tx.query("SELECT id, width, height FROM photos WHERE id = $1", id);
  if (!rows.next()) return std::nullopt;
  return Photo{rows.text(0), static_cast<int>(rows.integer(1)), static_cast<int>(rows.integer(2))};
}

std::int64_t PhotoStore::unused(db::Tx& tx, core::UserId owner) const {
  return db::first_integer(tx.query(
      "SELECT count(*) FROM photos WHERE owner_id = $1 AND post_id IS NULL AND message_id IS NULL AND "
      "created_at > 0",
      owner));
}

bool PhotoStore::attach(db::Tx& tx, core::MessageId message, core::UserId owner, std::string_view id) const {
  return tx.run(
             "UPDATE photos SET message_id = $1 WHERE id = $2 AND owner_id = $3 AND post_id IS NULL AND "
             "message_id IS NULL",
             message, id, owner) == 1;
}

std::vector<std::string> PhotoStore::delete_unused(db::Tx& tx, core::Millis time, int limit) const {
  // Not what somebody has reported: its owner could take the evidence away before anybody has looked.
  auto rows = tx.query(
      "DELETE FROM photos WHERE id IN (SELECT id FROM photos WHERE post_id IS NULL AND message_id IS NULL "
      "AND created_at < $1 AND id NOT IN (SELECT shown.value FROM report_cases c "
      "JOIN reports r ON r.case_id = c.id JOIN json_each(r.evidence, '$.photo_ids') shown "
      "WHERE c.state = 'open' AND c.kind = 'post') LIMIT $2) RETURNING id",
      time, limit);
  std::vector<std::string> ids;
  while (rows.next()) ids.push_back(rows.text(0));
  return ids;
}

}  // namespace photos
