// Blocks in SQL, and the conditions with which every other feature leaves out what a block hides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/block.h"
#include "core/page.h"
#include "db/database.h"

namespace blocks {

class BlockStore {
 public:
  // Both idempotent.
  void add(db::Tx& tx, core::UserId blocker, core::UserId blocked, core::Millis now) const;
  void remove(db::Tx& tx, core::UserId blocker, core::UserId blocked) const;
  // By and of a user.
  void remove_all(db::Tx& tx, core::UserId user) const;

  std::int64_t count(db::Tx& tx, core::UserId blocker) const;
  // Whom a user has blocked, the latest first; one more than page.limit.
  std::vector<Block> page(db::Tx& tx, core::UserId blocker, const core::Page& page) const;

  // Nothing between anyone and one who is signed out (0).
  Standing between(db::Tx& tx, core::UserId me, core::UserId them) const;
  // Whether there is anybody whose posts the viewer is not shown.
  bool any(db::Tx& tx, core::UserId viewer) const;
  // Up to `limit` of those in a blocked pair with the user, whoever blocked; one may be there twice.
  std::vector<core::UserId> blocked_with(db::Tx& tx, core::UserId user, int limit) const;
};

// "SELECT …": everybody in a blocked pair with that user (an SQL expression). Read once for a whole query.
std::string blocked_with(std::string_view user);
// "(EXISTS …)": whether the two (SQL expressions) are a blocked pair.
std::string blocked_pair(std::string_view one, std::string_view other);

}  // namespace blocks
