// Reviews in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "deals/deal.h"

namespace deals {

// One that is shown to nobody but its author yet.
struct HiddenReview {
  core::DealId deal;
  core::RoomId room;
  core::PostId post;
  core::UserId author;
  core::UserId subject;
  std::int64_t stars = 0;
};

class ReviewStore {
 public:
  // Hidden, and in no rating. Throws db::UniqueViolation for an author's second one about a deal.
  void insert(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
              core::Millis now, core::Millis publish_at) const;

  std::vector<HiddenReview> hidden_of(db::Tx& tx, core::DealId deal) const;
  // Hidden ones whose time has come, the longest due first.
  std::vector<HiddenReview> due(db::Tx& tx, core::Millis now, int limit) const;

  // From now on it is shown, and counts in its subject's rating.
  void publish(db::Tx& tx, const HiddenReview& review, core::Millis now) const;

  // Those that are shown, the latest published first; up to page.limit + 1. Nothing when there is no such
  // user.
  std::optional<std::vector<Review>> about(db::Tx& tx, std::string_view username,
                                           const core::Page& page) const;
};

}  // namespace deals
