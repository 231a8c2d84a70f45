// What all of moderation shares: whether somebody may act on somebody, the audit log, and the word to the one
// it is about. All of it inside the transaction of the act.
#pragma once

#include <string>
#include <string_view>

#include "admin/audit.h"
#include "admin/audit_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "events/event_store.h"
#include "http/router.h"
#include "notices/notice_store.h"
#include "users/suspension_store.h"
#include "users/user_store.h"

namespace admin {

constexpr std::size_t max_reason = 500;  // characters of a moderator's words

class Desk {
 public:
  Desk(const core::Clock& clock, const events::EventStore& events) : clock_(clock), events_(events) {}

  // The role is read anew: it may have been taken away since the request was let in. The operator and the
  // market itself may do everything. Throws 403 `not-permitted`.
  void require(db::Tx& tx, const Actor& actor, http::Access least) const;
  // The same, and that the actor may act on that user: nobody acts on themselves, and on moderators and
  // admins only an admin does.
  void require_over(db::Tx& tx, const Actor& actor, http::Access least, core::UserId target) const;

  // Once the act is done. `details` is a JSON object, `undo` as in change.h; the entry's id.
  std::int64_t record(db::Tx& tx, const Actor& actor, std::string_view action, const Subject& subject,
                      std::string_view details, std::string_view undo = {}) const {
    return audit_.append(tx, actor, action, subject, details, clock_.now(), undo);
  }
  // `at` is filled in; the notice's id. Nobody is told who has left: 0 then.
  std::int64_t tell(db::Tx& tx, core::UserId user, notices::Notice notice) const;

  core::Millis now() const { return clock_.now(); }

 private:
  std::string role(db::Tx& tx, const Actor& actor) const;

  const core::Clock& clock_;
  const events::EventStore& events_;
  AuditStore audit_;
  notices::NoticeStore notices_;
  users::UserStore users_;
  users::SuspensionStore suspensions_;
};

// What Desk::tell() tells.
notices::Notice notice(std::string change, std::string reason);

// {"reason": …}
std::string reason_json(std::string_view reason);

}  // namespace admin
