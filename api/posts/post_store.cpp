#include "posts/post_store.h"

#include "blocks/block_store.h"
#include "core/text.h"
#include "posts/book_key.h"
#include "posts/post_query.h"
#include "posts/post_search.h"
#include "posts/post_tokens.h"
#include "search/name_key.h"

namespace posts {

NewPost::NewPost(Draft draft_in)
    : draft(std::move(draft_in)),
      words(search::index_words(search_document(draft))),
      major_key(search::optional_name_key(draft.major)),
      course_key(search::optional_name_key(draft.course)),
      book_key(posts::book_key(draft.book)) {}

core::PostId PostStore::insert(db::Tx& tx, core::UserId seller, const NewPost& post, core::Millis now) const {
  const Draft& draft = post.draft;
  const auto id = tx.insert<core::PostId>(
      "INSERT INTO posts (seller_id, status, title, book_title, book_author, book_publisher, book_edition, "
      "book_isbn, "
      "price, condition, condition_flags, place, description, major, course_name, course_professor, "
      "created_at, "
      "updated_at, bumped_at, major_key, course_key, book_key) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $17, $18, "
      "$19, $20)",
      seller, draft.status, draft.title, draft.book.title, draft.book.author, draft.book.publisher,
      draft.book.edition, draft.book.isbn, draft.price, draft.condition, core::joined(draft.flags, ","),
      draft.place, draft.description, draft.major, draft.course, draft.professor, now, post.major_key,
      post.course_key, post.book_key);
  index_.add(tx, id, post.words);
  return id;
}

std::optional<Post> PostStore::find(db::Tx& tx, core::PostId id, core::UserId viewer) const {
  static const std::string sql = post_select("$2") + "WHERE p.id = $1 AND p.deleted_at IS NULL";
  auto rows = tx.query(sql, id, viewer);
  if (!rows.next()) return std::nullopt;
  Post post = read_post(rows);
  post.photos.clear();
  auto photos = tx.query("SELECT id, width, height FROM photos WHERE post_id = $1 ORDER BY position", id);
  while (photos.next()) {
    post.photos.push_back(
        {photos.text(0), static_cast<int>(photos.integer(1)), static_cast<int>(photos.integer(2))});
  }
  if (post.draft.status == "hidden") post.hold = PostHoldStore().find(tx, id);
  return post;
}

std::optional<std::int64_t> PostStore::version_on_sale(db::Tx& tx, core::PostId id) const {
  auto rows =
      tx.query("SELECT version FROM posts WHERE id = $1 AND status = 'selling' AND deleted_at IS NULL", id);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

std::vector<Post> PostStore::list(db::Tx& tx, const Filter& filter, const core::Page& page,
                                  core::UserId viewer) const {
  if (filter.query) return search_posts(tx, filter, page, viewer);
  const ListQuery query = list_query(filter, page, viewer);
  std::vector<Post> out;
  auto rows = tx.query_with(query.sql, query.values);
  while (rows.next()) out.push_back(read_post(rows));
  return out;
}

void PostStore::update(db::Tx& tx, core::PostId id, const Draft& before, const Draft& draft,
                       core::Millis now) const {
  index_.change(tx, id, search_document(before), search_document(draft));
  tx.run(
      "UPDATE posts SET status = $2, title = $3, book_title = $4, book_author = $5, book_publisher = $6, "
      "book_edition = $7, book_isbn = $8, price = $9, condition = $10, condition_flags = $11, place = $12, "
      "description = $13, major = $14, course_name = $15, course_professor = $16, updated_at = $17, "
      "version = version + 1, major_key = $18, course_key = $19, book_key = $20 WHERE id = $1",
      id, draft.status, draft.title, draft.book.title, draft.book.author, draft.book.publisher,
      draft.book.edition, draft.book.isbn, draft.price, draft.condition, core::joined(draft.flags, ","),
      draft.place, draft.description, draft.major, draft.course, draft.professor, now,
      search::optional_name_key(draft.major), search::optional_name_key(draft.course), book_key(draft.book));
}

void PostStore::update_keys(db::Tx& tx, core::PostId id, const Draft& draft) const {
  if (!draft.major && !draft.course) return;
  tx.run("UPDATE posts SET major_key = $2, course_key = $3 WHERE id = $1", id,
         search::optional_name_key(draft.major), search::optional_name_key(draft.course));
}

void PostStore::set_status(db::Tx& tx, core::PostId id, std::string_view before, std::string_view status,
                           core::Millis now) const {
  index_.change_facets(tx, id, status_tokens(before), status_tokens(status));
  tx.run("UPDATE posts SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1", id, status,
         now);
}

void PostStore::bump(db::Tx& tx, core::PostId id, core::Millis now) const {
  tx.run("UPDATE posts SET bumped_at = $2 WHERE id = $1", id, now);
}

void PostStore::remove(db::Tx& tx, core::PostId id, const Draft& draft, core::Millis now) const {
  index_.remove(tx, id, search_document(draft));
  tx.run("UPDATE posts SET deleted_at = $2, updated_at = $2, version = version + 1 WHERE id = $1", id, now);
  tx.run(
      "UPDATE photos SET post_id = NULL, position = 0, created_at = 0 WHERE post_id = $1 AND "
      "(position > 0 OR NOT EXISTS (SELECT 1 FROM rooms r WHERE r.post_id = $1))",
      id);
}

std::int64_t PostStore::empty_deleted(db::Tx& tx, core::UserId seller, int limit) const {
  return tx.run(
      "UPDATE posts SET place = '', description = '' WHERE id IN (SELECT id FROM posts WHERE seller_id = $1 "
      "AND deleted_at IS NOT NULL AND (place <> '' OR description <> '') LIMIT $2)",
      seller, limit);
}

std::vector<std::size_t> PostStore::set_photos(db::Tx& tx, core::PostId id, core::UserId owner,
                                               const std::vector<std::string>& ids, core::Millis now) const {
  auto before =
      tx.query("UPDATE photos SET post_id = NULL, position = 0 WHERE post_id = $1 RETURNING id", id);
  std::vector<std::string> left_out;
  while (before.next()) left_out.push_back(before.text(0));
  std::vector<std::size_t> refused;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto taken = tx.run(
        "UPDATE photos SET post_id = $1, position = $2 "
        "WHERE id = $3 AND owner_id = $4 AND post_id IS NULL AND message_id IS NULL",
        id, static_cast<std::int64_t>(i), ids[i], owner);
    if (taken == 0) refused.push_back(i);
    std::erase(left_out, ids[i]);
  }
  // Unused from now on, and not since they came: they may be meant for another post.
  for (const std::string& photo : left_out) {
    tx.run("UPDATE photos SET created_at = $2 WHERE id = $1", photo, now);
  }
  return refused;
}

void PostStore::tell_rooms(db::Tx& tx, core::PostId id) const {
  static const std::string sql =
      "UPDATE rooms SET post_title = (SELECT title FROM posts WHERE id = $1), "
      "post_cover = (SELECT id FROM photos WHERE post_id = $1 AND position = 0) "
      "WHERE post_id = $1 AND NOT " +
      blocks::blocked_pair("buyer_id", "seller_id");
  tx.run(sql, id);
}

void PostStore::add_favorite(db::Tx& tx, core::UserId user, core::PostId id, core::Millis now) const {
  const auto added = tx.run(
      "INSERT INTO favorites (user_id, post_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", user,
      id, now);
  if (added == 0) return;
  tx.run("UPDATE posts SET favorite_count = favorite_count + 1 WHERE id = $1", id);
  tx.changed("favorites");
}

std::optional<std::int64_t> PostStore::remove_favorite(db::Tx& tx, core::UserId user, core::PostId id) const {
  const auto removed = tx.run("DELETE FROM favorites WHERE user_id = $1 AND post_id = $2", user, id);
  if (removed == 0) return std::nullopt;
  tx.run("UPDATE posts SET favorite_count = favorite_count - 1 WHERE id = $1", id);
  tx.changed("favorites");
  return db::first_integer(tx.query("SELECT favorite_count FROM posts WHERE id = $1", id));
}

void PostStore::remove_favorites(db::Tx& tx, core::UserId user) const {
  tx.run(
      "UPDATE posts SET favorite_count = favorite_count - 1 WHERE id IN "
      "(SELECT post_id FROM favorites WHERE user_id = $1)",
      user);
  tx.run("DELETE FROM favorites WHERE user_id = $1", user);
  tx.changed("favorites");
}

std::vector<core::PostId> PostStore::of_seller(db::Tx& tx, core::UserId seller, int limit) const {
  return db::all_ids<core::PostId>(
      tx.query("SELECT id FROM posts WHERE seller_id = $1 AND deleted_at IS NULL LIMIT $2", seller, limit));
}

std::vector<core::UserId> PostStore::favored_by(db::Tx& tx, core::PostId id, int limit) const {
  static const std::string sql = "SELECT user_id FROM favorites WHERE post_id = $1 AND user_id NOT IN (" +
                                 blocks::blocked_with("(SELECT seller_id FROM posts WHERE id = $1)") +
                                 ") ORDER BY created_at DESC LIMIT $2";
  return db::all_ids<core::UserId>(tx.query(sql, id, limit));
}

void PostStore::add_views(db::Tx& tx, core::PostId id, std::int64_t views) const {
  tx.run("UPDATE posts SET view_count = view_count + $2 WHERE id = $1", id, views);
}

}  // namespace posts
