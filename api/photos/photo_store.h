// Photos in SQL. A photo is used by one post (posts/ writes that), or sent in one message, or unused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "photos/photo.h"

namespace photos {

class PhotoStore {
 public:
  void insert(db::Tx& tx, const Photo& photo, core::UserId owner, core::Millis now) const;
  std::optional<Photo> find(db::Tx& tx, std::string_view id) const;
  std::int64_t unused(db::Tx& tx, core::UserId owner) const;
  // False unless the photo is the owner's and unused.
  bool attach(db::Tx& tx, core::MessageId message, core::UserId owner, std::string_view id) const;
  // Deletes up to `limit` rows of photos that are unused, since before `time`, and that nobody has reported
  // who is still to be answered; answers their ids.
  std::vector<std::string> delete_unused(db::Tx& tx, core::Millis time, int limit) const;
};

}  // namespace photos
