// Saved searches and what they were told of, in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "alerts/alert.h"
#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"
#include "search/filing.h"

namespace alerts {

// A search that may find a post.
struct Candidate {
  core::AlertId id;
  core::UserId user;
  Conditions conditions;
};

class AlertStore {
 public:
  // It tells of posts with a higher ticket than `since`.
  core::AlertId insert(db::Tx& tx, core::UserId user, const Wanted& wanted, std::int64_t since,
                       core::Millis now) const;
  // Nothing for another's.
  std::optional<Alert> find(db::Tx& tx, core::UserId user, core::AlertId id) const;
  std::optional<Alert> find_same(db::Tx& tx, core::UserId user, const Wanted& wanted) const;
  // The newest first; one more than page.limit.
  std::vector<Alert> page(db::Tx& tx, core::UserId user, const core::Page& page) const;
  std::int64_t count(db::Tx& tx, core::UserId user) const;
  void pause(db::Tx& tx, core::AlertId id) const;
  void resume(db::Tx& tx, core::AlertId id, std::int64_t since) const;
  void remove(db::Tx& tx, core::AlertId id) const;
  bool remove_one_of_user(db::Tx& tx, core::UserId user) const;

  // What was told by events up to `seq` is no longer new. Never moves back.
  void mark_seen(db::Tx& tx, core::UserId user, std::int64_t seq) const;
  // Posts that are new to the user, most_counted at most.
  int new_posts(db::Tx& tx, core::UserId user) const;
  // What it found, as far as `viewer` may see it, the last told first, each with the seq of its event; one
  // more than page.limit.
  std::vector<std::pair<std::int64_t, posts::Post>> matches(db::Tx& tx, core::AlertId id,
                                                            const core::Page& page,
                                                            core::UserId viewer) const;

  // Files anew some that another version of the program has filed; false when there are none.
  bool refile(db::Tx& tx, int limit) const;
  // Searches filed under one of the tokens that are to be told of the post with this ticket: not its
  // seller's, none that is paused or younger. Added to `out`.
  void candidates(db::Tx& tx, const search::Tokens& tokens, core::UserId seller, std::int64_t ticket,
                  std::vector<Candidate>& out) const;
  // Whether it still is to be told of the post with this ticket, and has not been.
  bool to_be_told(db::Tx& tx, core::AlertId id, core::PostId post, std::int64_t ticket) const;
  void add_match(db::Tx& tx, core::AlertId id, core::PostId post, std::int64_t seq) const;
};

}  // namespace alerts
