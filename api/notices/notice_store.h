// Notices in SQL.
#pragma once

#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "events/event_store.h"
#include "notices/notice.h"

namespace notices {

class NoticeStore {
 public:
  // Keeps it and writes an `account` event to its user; its id.
  std::int64_t tell(db::Tx& tx, const events::EventStore& events, core::UserId user,
                    const Notice& notice) const;

  // Newest first; up to page.limit + 1, so that the caller sees whether there are more.
  std::vector<Notice> list(db::Tx& tx, core::UserId user, bool unseen_only, const core::Page& page) const;
  // Those of one who leaves.
  void forget(db::Tx& tx, core::UserId user) const;
  // Whether it could be taken away before it was seen.
  bool withdraw(db::Tx& tx, std::int64_t id) const;
  void set_seen(db::Tx& tx, core::UserId user, std::int64_t up_to, core::Millis now) const;
};

}  // namespace notices
