// Reviews are double-blind: nobody but its author sees a review, or what it does to the rating, before both
// sides have written or some days have gone by since the deal was completed. So nobody answers stars with
// stars. There is no last day for writing one; after those days it is shown at once.
#pragma once

#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "deals/deal.h"
#include "deals/review_store.h"
#include "events/event_store.h"

namespace deals {

class ReviewService {
 public:
  // `hidden`: from a deal's completion on, unless both have written.
  ReviewService(db::Database& database, const core::Clock& clock, const events::EventStore& events,
                core::Millis hidden)
      : database_(database), clock_(clock), events_(events), hidden_(hidden) {}

  // Inside the transaction of the action: the side's review of a completed deal. The other side is told that
  // there is one, and not what it says. Answers whether it is shown now.
  bool write(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
             core::Millis now) const;

  // Shows what has been hidden for long enough, a bounded number at a time.
  void publish_due();

  // What others wrote about a user, the last shown first; up to page.limit + 1. Throws 404.
  std::vector<Review> about(std::string_view username, const core::Page& page);

 private:
  void publish(db::Tx& tx, const HiddenReview& review, core::Millis now) const;
  void tell(db::Tx& tx, const HiddenReview& review, std::string_view what, core::Millis now) const;

  db::Database& database_;
  const core::Clock& clock_;
  const events::EventStore& events_;
  const core::Millis hidden_;
  ReviewStore store_;
};

}  // namespace deals
