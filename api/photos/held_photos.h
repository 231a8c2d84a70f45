// The photos of posts that a moderator or reports have hidden, kept until a commit changes which they are:
// few, and asked for with every photo.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "db/cache.h"

namespace photos {

class HeldPhotos {
 public:
  explicit HeldPhotos(db::Database& database);

  // Whose it is; nothing when it is none of them. A look into an index for each of them where it has to be
  // read.
  std::optional<core::UserId> owner(std::string_view id);

 private:
  using Owners = std::map<std::string, core::UserId, std::less<>>;

  db::Database& database_;
  db::Cache<int, std::shared_ptr<const Owners>> kept_;  // under one key: all
};

}  // namespace photos
