#include "deals/review_service.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace deals {

namespace {

constexpr int published_at_once = 50;  // in one transaction of the sweep

}  // namespace

bool ReviewService::write(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
                          core::Millis now) const {
  const core::Millis publish_at = std::max(now, deal.completed_at.value_or(now) + hidden_);
  store_.insert(tx, deal, by, stars, text, now, publish_at);
  const auto hidden = store_.hidden_of(tx, deal.id);
  if (hidden.size() < 2 && publish_at > now) {
    tell(tx, hidden.at(0), "hidden", now);
    return false;
  }
  for (const HiddenReview& review : hidden) publish(tx, review, now);
  return true;
}

void ReviewService::publish(db::Tx& tx, const HiddenReview& review, core::Millis now) const {
  store_.publish(tx, review, now);
  tell(tx, review, "published", now);
}

void ReviewService::tell(db::Tx& tx, const HiddenReview& review, std::string_view what,
                         core::Millis now) const {
  events_.append(tx, {review.subject},
                 {.type = "review",
                  .room = review.room,
                  .post = review.post,
                  .deal = review.deal,
                  .message = {},
                  .data = "\"" + std::string(what) + "\""},
                 now);
}

void ReviewService::publish_due() {
  for (int batch = 0; batch < batches_a_sweep; ++batch) {
    const auto found = database_.write([&](db::Tx& tx) {
      const core::Millis now = clock_.now();
      const auto due = store_.due(tx, now, published_at_once);
      for (const HiddenReview& review : due) publish(tx, review, now);
      return due.size();
    });
    if (found < static_cast<std::size_t>(published_at_once)) return;
  }
}

std::vector<Review> ReviewService::about(std::string_view username, const core::Page& page) {
  auto found =
      database_.read([&](db::Tx& tx) { return store_.about(tx, core::lower_ascii(username), page); });
  if (!found) throw core::not_found("There is no such user.");
  return std::move(*found);
}

}  // namespace deals
