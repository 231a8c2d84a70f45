#include "blocks/blocked_cache.h"

#include <algorithm>

#include "blocks/block_store.h"

namespace blocks {

namespace {
constexpr std::size_t max_entries = 10'000;
// Of somebody with more, everything is read anew each time, as it always could be.
constexpr int max_users = 200;
}  // namespace

bool Blocked::may_be(core::UserId user) const {
  return !complete || std::binary_search(users.begin(), users.end(), user);
}

BlockedCache::BlockedCache(db::Database& database)
    : database_(database), kept_(database, {"blocks"}, max_entries) {}

std::shared_ptr<const Blocked> BlockedCache::of(core::UserId user) {
  if (user.value == 0) return nobody_;
  return kept_.get(user, [&]() -> std::shared_ptr<const Blocked> {
    auto users =
        database_.read([&](db::Tx& tx) { return BlockStore().blocked_with(tx, user, max_users + 1); });
    if (users.empty()) return nobody_;
    std::sort(users.begin(), users.end());
    return std::make_shared<const Blocked>(Blocked{users.size() <= max_users, std::move(users)});
  });
}

}  // namespace blocks
