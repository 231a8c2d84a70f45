// Posts, their photos and favourites in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"
#include "posts/post_hold_store.h"
#include "search/search_store.h"

namespace posts {

// A post about to be written, with what it is found by: worked out of the draft, some hundred words, before
// the transaction that writes them.
struct NewPost {
  NewPost(Draft draft_in);  // NOLINT(google-explicit-constructor): a draft says all that is known of it

  Draft draft;
  std::string words;
  std::optional<std::string> major_key;
  std::optional<std::string> course_key;
  std::string book_key;
};

class PostStore {
 public:
  core::PostId insert(db::Tx& tx, core::UserId seller, const NewPost& post, core::Millis now) const;

  // With all photos; nothing for a deleted post.
  std::optional<Post> find(db::Tx& tx, core::PostId id, core::UserId viewer) const;

  // Nothing when it is not being sold.
  std::optional<std::int64_t> version_on_sale(db::Tx& tx, core::PostId id) const;

  // One more than page.limit, so that the caller knows whether there is a next page.
  std::vector<Post> list(db::Tx& tx, const Filter& filter, const core::Page& page, core::UserId viewer) const;

  // Writes the draft (but for its photos) in place of `before` and raises the version.
  void update(db::Tx& tx, core::PostId id, const Draft& before, const Draft& draft, core::Millis now) const;
  // Writes the keys of its major and course alone, when they were made by another version of the program.
  void update_keys(db::Tx& tx, core::PostId id, const Draft& draft) const;
  // The status alone.
  void set_status(db::Tx& tx, core::PostId id, std::string_view before, std::string_view status,
                  core::Millis now) const;
  void bump(db::Tx& tx, core::PostId id, core::Millis now) const;
  // Of its photos the cover stays, where a room shows it; the next sweep removes the others.
  void remove(db::Tx& tx, core::PostId id, const Draft& draft, core::Millis now) const;
  // Takes from a seller's deleted posts what nobody is shown any more, from at most `limit` of them; from how
  // many.
  std::int64_t empty_deleted(db::Tx& tx, core::UserId seller, int limit) const;

  // Makes exactly these photos the post's, in this order. The places in `ids` of those that are not the
  // owner's to use: none when all are set. The others it had are unused from `now` on.
  std::vector<std::size_t> set_photos(db::Tx& tx, core::PostId id, core::UserId owner,
                                      const std::vector<std::string>& ids, core::Millis now) const;

  // What its rooms know of a post that is shown to their buyers, but for those in a blocked pair.
  void tell_rooms(db::Tx& tx, core::PostId id) const;

  // Idempotent, and keep favorite_count right.
  void add_favorite(db::Tx& tx, core::UserId user, core::PostId id, core::Millis now) const;
  // How many the post has then; nothing when it was none of the user's.
  std::optional<std::int64_t> remove_favorite(db::Tx& tx, core::UserId user, core::PostId id) const;
  void remove_favorites(db::Tx& tx, core::UserId user) const;
  // A seller's posts that are not deleted.
  std::vector<core::PostId> of_seller(db::Tx& tx, core::UserId seller, int limit) const;
  // Those to be told of a change: at most `limit`, the latest to favour first; none in a blocked pair with
  // the seller.
  std::vector<core::UserId> favored_by(db::Tx& tx, core::PostId id, int limit) const;

  void add_views(db::Tx& tx, core::PostId id, std::int64_t views) const;

 private:
  search::SearchStore index_;  // follows every change of a post's texts
};

}  // namespace posts
