// With whom somebody is in a blocked pair, kept until a commit changes that: most are with nobody, and can be
// given what everybody is given.
#pragma once

#include <memory>
#include <vector>

#include "core/ids.h"
#include "db/cache.h"

namespace blocks {

struct Blocked {
  bool complete = true;             // those below are all
  std::vector<core::UserId> users;  // whoever of the two has blocked the other; in the order of their ids

  bool any() const { return !users.empty(); }
  // False is certain.
  bool may_be(core::UserId user) const;
};

class BlockedCache {
 public:
  explicit BlockedCache(db::Database& database);

  // 0 is everybody. Bounded, also where it has to be read: a look into an index.
  std::shared_ptr<const Blocked> of(core::UserId user);

 private:
  db::Database& database_;
  const std::shared_ptr<const Blocked> nobody_ = std::make_shared<Blocked>();
  db::Cache<core::UserId, std::shared_ptr<const Blocked>> kept_;
};

}  // namespace blocks
