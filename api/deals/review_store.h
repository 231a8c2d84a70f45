// Reviews in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "deals/deal.h"

namespace deals {

class ReviewStore {
 public:
  // Counts into the subject's rating, too. Throws db::UniqueViolation for an author's second one about a
  // deal.
  void insert(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
              core::Millis now) const;

  // Newest first; up to page.limit + 1. Nothing when there is no such user.
  std::optional<std::vector<Review>> about(db::Tx& tx, std::string_view username,
                                           const core::Page& page) const;
};

}  // namespace deals
