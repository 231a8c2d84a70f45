// Posts that are yet to be held against the saved searches (alerts/). A post is queued in the transaction
// that puts it on sale or changes it, so that no crash after its commit loses anybody's news.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/ids.h"
#include "db/database.h"
#include "posts/post.h"

namespace posts {

class AlertQueue {
 public:
  // The post is on sale and was not before.
  void put(db::Tx& tx, core::PostId post) const;
  // The post is on sale, and what it is found by is about to change. Call before that is written: what the
  // post was is kept, for those searches that found it already are told nothing.
  void put_changing(db::Tx& tx, core::PostId post) const;

  struct Entry {
    std::int64_t ticket = 0;  // rises, and is never given out twice
    core::PostId post;
    std::optional<Draft> before;  // what searches look at; nothing when it was not on sale
  };
  // The oldest first.
  std::vector<Entry> oldest(db::Tx& tx, int limit) const;
  void remove(db::Tx& tx, std::int64_t ticket) const;

  // The last one given out: whatever is queued after this has a higher one.
  std::int64_t newest_ticket(db::Tx& tx) const;

 private:
  void take_ticket(db::Tx& tx) const;
};

}  // namespace posts
