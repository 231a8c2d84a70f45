// Photos in SQL. A photo is used by one post, or sent in one message, or unused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "db/database.h"
#include "photos/photo.h"

namespace photos {

class PhotoStore {
 public:
  void insert(db::Tx& tx, const Photo& photo, core::UserId owner, core::Millis now) const;
  std::optional<Photo> find(db::Tx& tx, std::string_view id) const;
  // In the order the seller gave them; the first is the cover.
  std::vector<Photo> of_post(db::Tx& tx, core::PostId post) const;

  // Makes exactly these the post's photos, in this order; those it had beside them become unused. Answers the
  // positions in `ids` of photos that are not the owner's or are used elsewhere: nothing may then be committed.
  std::vector<std::size_t> attach(db::Tx& tx, core::PostId post, core::UserId owner,
                                  const std::vector<std::string>& ids) const;
  // False when it is not the owner's or is used elsewhere.
  bool attach(db::Tx& tx, core::MessageId message, core::UserId owner, std::string_view id) const;

  std::int64_t unused(db::Tx& tx, core::UserId owner) const;
  // Deletes up to `limit` rows of photos that are unused and were uploaded before `time`; answers their ids.
  std::vector<std::string> delete_unused(db::Tx& tx, core::Millis time, int limit) const;
};

}  // namespace photos
