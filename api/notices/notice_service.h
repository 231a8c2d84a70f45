// Reading what one was told about one's account.
#pragma once

#include <vector>

#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "notices/notice_store.h"

namespace notices {

class NoticeService {
 public:
  NoticeService(db::Database& database, const core::Clock& clock) : database_(database), clock_(clock) {}

  // Newest first; up to page.limit + 1.
  std::vector<Notice> list(core::UserId user, bool unseen_only, const core::Page& page) {
    return database_.read([&](db::Tx& tx) { return store_.list(tx, user, unseen_only, page); });
  }
  // Those up to that id.
  void set_seen(core::UserId user, std::int64_t up_to) {
    database_.write([&](db::Tx& tx) { store_.set_seen(tx, user, up_to, clock_.now()); });
  }

 private:
  db::Database& database_;
  const core::Clock& clock_;
  NoticeStore store_;
};

}  // namespace notices
