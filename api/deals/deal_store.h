// Deals in SQL, and of a post's row what deals decide about.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "deals/deal.h"

namespace deals {

// What the rules of a purchase look at.
struct DealPost {
  core::PostId id;
  core::UserId seller;
  std::string status;  // selling, reserved, sold, hidden
  std::int64_t price = 0;
  bool deleted = false;

  bool on_the_market() const { return status != "hidden" && !deleted; }
};

struct DealFilter {
  std::optional<Side> role;   // nothing: both
  std::vector<State> states;  // empty: all
};

class DealStore {
 public:
  // Reading, for everyone who shows deals.
  std::optional<Deal> find(db::Tx& tx, core::DealId id) const;
  // Nothing when there is none or `viewer` is not a party of it.
  std::optional<DealView> view(db::Tx& tx, core::DealId id, core::UserId viewer) const;
  // The newest deal of a room, open or over.
  std::optional<DealView> newest_in_room(db::Tx& tx, core::RoomId room, core::UserId viewer) const;
  // The newest deal `buyer` has had over a post.
  std::optional<DealView> newest_of_buyer(db::Tx& tx, core::PostId post, core::UserId buyer) const;
  // Newest activity first; up to page.limit + 1, so that the caller sees whether there are more.
  std::vector<DealView> page(db::Tx& tx, core::UserId viewer, const DealFilter& filter,
                             const core::Page& page) const;

  std::optional<Deal> open_of_buyer(db::Tx& tx, core::PostId post, core::UserId buyer) const;
  // Of a user on either side, the oldest first.
  std::vector<core::DealId> open_of_user(db::Tx& tx, core::UserId user, int limit) const;
  // Between two users, whichever of them sells.
  std::vector<core::DealId> open_between(db::Tx& tx, core::UserId one, core::UserId other) const;
  std::vector<Deal> open_of_post(db::Tx& tx, core::PostId post) const;
  // Open deals whose time is up, the longest overdue first.
  std::vector<core::DealId> due(db::Tx& tx, core::Millis now, int limit) const;
  // Reserved deals of whose meeting the two are to be reminded by now, the longest due first.
  std::vector<core::DealId> due_reminders(db::Tx& tx, core::Millis now, int limit) const;
  std::vector<core::DealId> due_of_post(db::Tx& tx, core::PostId post, core::Millis now) const;

  // Writing. Throws db::UniqueViolation for a second open deal in a room, or a second reserved one of a post.
  core::DealId insert(db::Tx& tx, const Deal& deal) const;
  // Everything that may change; the version goes up by one, here and in `deal`.
  void update(db::Tx& tx, Deal& deal) const;
  // Its version stays: nobody who is about to act is to be told that the deal has changed.
  void set_reminded(db::Tx& tx, core::DealId id) const;

  std::optional<DealPost> post(db::Tx& tx, core::PostId id) const;
  bool has_room(db::Tx& tx, core::PostId post, core::UserId buyer) const;
  // Of a post on hold it is kept for later. Whether it can be seen by others.
  bool set_post_status(db::Tx& tx, core::PostId id, std::string_view status, core::Millis now) const;
  // Counts the post's open deals anew. Its version stays: the seller's edit does not clash with a new buyer.
  void count_open(db::Tx& tx, core::PostId id) const;
};

}  // namespace deals
