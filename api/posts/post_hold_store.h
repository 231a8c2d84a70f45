// Posts that others than their seller took from the market, in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "posts/post.h"

namespace posts {

class PostHoldStore {
 public:
  std::optional<Hold> find(db::Tx& tx, core::PostId post) const;
  // In place of an earlier one, whose `was` stays.
  void put(db::Tx& tx, core::PostId post, core::UserId seller, const Hold& hold) const;
  // What it is when the hold ends.
  void set_was(db::Tx& tx, core::PostId post, std::string_view was) const;
  void remove(db::Tx& tx, core::PostId post) const;

  // Of one seller: posts that can be seen, and those that only a suspension keeps from it.
  std::vector<core::PostId> shown_of(db::Tx& tx, core::UserId seller, int limit) const;
  std::vector<core::PostId> suspended_of(db::Tx& tx, core::UserId seller, int limit) const;
};

// "(EXISTS …)": whether moderation keeps that post (an SQL expression of its id) hidden, and its photos with
// it. Of who is suspended nothing is said against the posts.
std::string withheld(std::string_view post);

}  // namespace posts
