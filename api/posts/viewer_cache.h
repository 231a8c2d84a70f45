// What makes posts look another way to somebody who is signed in than to everybody else, kept until a commit
// changes it: most see hardly anything differently, and can be given the same bytes. (Which posts they do not
// see at all: blocks/blocked_cache.)
#pragma once

#include <memory>
#include <vector>

#include "core/ids.h"
#include "db/cache.h"

namespace posts {

struct Viewer {
  bool complete = true;                 // the posts below are all there are
  std::vector<core::PostId> favorites;  // in the order of their ids
  std::vector<core::PostId> deals;      // those they have bought or wanted to buy

  bool favors(core::PostId post) const;
  bool deals_about(core::PostId post) const;
};

class ViewerCache {
 public:
  // Watches every table that makes a difference.
  explicit ViewerCache(db::Database& database);

  // 0 is everybody. Bounded, also where it has to be read: a few looks into indexes.
  std::shared_ptr<const Viewer> find(core::UserId viewer);

 private:
  std::shared_ptr<const Viewer> read(core::UserId viewer) const;

  db::Database& database_;
  const std::shared_ptr<const Viewer> everybody_ = std::make_shared<Viewer>();
  db::Cache<core::UserId, std::shared_ptr<const Viewer>> kept_;
};

}  // namespace posts
