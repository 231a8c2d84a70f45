// What makes posts look another way to somebody who is signed in than to everybody else, kept until a commit
// changes it: most see exactly what everybody sees, and can be given the same bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "core/ids.h"
#include "db/database.h"

namespace posts {

struct Viewer {
  bool sees_all = true;                 // no block leaves anything out
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
  std::atomic<std::uint64_t> generation_{1};
  std::shared_mutex mutex_;
  std::uint64_t entries_generation_ = 0;
  std::unordered_map<core::UserId, std::shared_ptr<const Viewer>> entries_;
};

}  // namespace posts
