#include "deals/deal_export.h"

#include "chat/room_store.h"

namespace deals {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section(
      "deals", {"deals.buyer_id", "deals.seller_id"},
      own_data::list(
          "SELECT d.id, d.room_id, d.post_id, " + chat::title_shown_to("$1") +
              ", CASE WHEN d.buyer_id = $1 THEN 'buyer' ELSE 'seller' "
              "END, "
              "u.username, d.state, d.price, d.list_price, d.offer_by, d.offered_at, d.buyer_confirmed_at, "
              "d.seller_confirmed_at, d.meeting_place, d.meeting_at, d.cancel_reason, d.created_at, "
              "d.updated_at, d.completed_at, "
              "d.expires_at FROM deals d JOIN rooms r ON r.id = d.room_id JOIN posts p ON p.id = d.post_id "
              "JOIN users u ON u.id = CASE WHEN d.buyer_id = $1 THEN d.seller_id ELSE d.buyer_id END "
              "WHERE d.buyer_id = $1 OR d.seller_id = $1 ORDER BY d.id",
          {{"id", As::integer},
           {"room_id", As::integer},
           {"post_id", As::integer},
           {"post_title"},
           {"role"},
           {"with"},
           {"state"},
           {"price", As::integer},
           {"list_price", As::integer},
           {"offer_by"},
           {"offered_at", As::time},
           {"buyer_confirmed_at", As::time},
           {"seller_confirmed_at", As::time},
           {"meeting_place"},
           {"meeting_at", As::time},
           {"cancel_reason"},
           {"created_at", As::time},
           {"updated_at", As::time},
           {"completed_at", As::time},
           {"expires_at", As::time}}));
  const own_data::Members review = {{"deal_id", As::integer}, {"with"},
                                    {"stars", As::integer},   {"text"},
                                    {"created_at", As::time}, {"published_at", As::time}};
  exporter.section(
      "reviews_written", {"reviews.author_id"},
      own_data::list(
          "SELECT r.deal_id, u.username, r.stars, r.text, r.created_at, r.published_at FROM deals d "
          "JOIN reviews r ON r.deal_id = d.id AND r.author_id = $1 "
          "JOIN users u ON u.id = r.subject_id "
          "WHERE d.buyer_id = $1 OR d.seller_id = $1 ORDER BY d.id",
          review));
  // Before it is published, a review is its author's alone.
  exporter.section(
      "reviews_received", {"reviews.subject_id"},
      own_data::list(
          "SELECT r.deal_id, u.username, r.stars, r.text, r.created_at, r.published_at FROM reviews r "
          "JOIN users u ON u.id = r.author_id "
          "WHERE r.subject_id = $1 AND r.published_at IS NOT NULL ORDER BY r.deal_id",
          review));
}

}  // namespace deals
