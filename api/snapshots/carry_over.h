// What does not go back when the market does. In the old state, in which the tables of the present are
// readable as `present`.table (db::SqliteDatabase::attach), everything of it is made what it is now:
//
// - who is who: passwords, e-mail addresses and their verification, roles, sessions and access tokens,
// networks and
//   programs that people signed in from. Those who have left since leave the old state, too.
// - what people were protected with: suspensions, posts that moderators or reports have hidden, reports,
// appeals,
//   what moderators told, blocks.
// - what was done: the audit log, mails (none is sent twice, none of the undone time goes out).
// - numbers: none that was given out is given to anything else, no version of a post or deal comes again.
// - the clock: what was due meanwhile gets time again, or it would be over at once.
//
// Only where it concerns what the old state has: who came since is gone.
#pragma once

#include <cstdint>
#include <string>

#include "admin/moderation_service.h"
#include "blocks/block_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "deals/deal_service.h"
#include "posts/post_service.h"
#include "snapshots/snapshot_service.h"
#include "users/user_service.h"

namespace snapshots {

// How much did not go back.
struct CarriedOver {
  std::int64_t sessions = 0;       // of people who stay signed in, access tokens among them
  std::int64_t audit_entries = 0;  // since then
  std::int64_t passwords = 0;      // changed since
  std::int64_t emails = 0;
  std::int64_t roles = 0;
  std::int64_t left = 0;         // people who have left since
  std::int64_t suspensions = 0;  // that began or ended since
  std::int64_t holds = 0;        // posts hidden, or shown again, by moderators and reports since
  std::int64_t reports = 0;
  std::int64_t blocks = 0;  // set or lifted since
};

class CarryOver {
 public:
  // All of the old state.
  CarryOver(const users::UserService& users, const posts::PostService& posts, const deals::DealService& deals,
            admin::ModerationService& moderation)
      : users_(users), posts_(posts), deals_(deals), moderation_(moderation) {}

  // May run again when more has come: then it does, and counts, what is new. A transaction of the old
  // state's.
  CarriedOver run(db::Tx& tx, core::Millis now) const;
  // In its place when the present can't be read: who was signed out, or which link was used, nobody knows any
  // more. So everybody signs in again, and nothing that was mailed is of use or goes out.
  void without_present(db::Tx& tx, core::Millis now) const;

 private:
  std::int64_t leave(db::Tx& tx) const;
  std::int64_t carry_suspensions(db::Tx& tx) const;
  std::int64_t carry_holds(db::Tx& tx) const;
  std::int64_t carry_blocks(db::Tx& tx, core::Millis now) const;

  const users::UserService& users_;
  const posts::PostService& posts_;
  const deals::DealService& deals_;
  admin::ModerationService& moderation_;
  blocks::BlockStore blocks_;
};

// Numbers and versions go on far behind those of this state: after a time of which nobody knows what it has
// given out.
void skip_numbers(db::Tx& tx);

// What the present has and the old state has not: likewise, with the present attached.
Since count_undone(db::Tx& tx);

}  // namespace snapshots
