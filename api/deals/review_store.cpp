#include "deals/review_store.h"

#include <string>

#include "users/user_store.h"

namespace deals {

namespace {

constexpr std::string_view select_hidden =
    "SELECT r.deal_id, d.room_id, d.post_id, r.author_id, r.subject_id, r.stars FROM reviews r "
    "JOIN deals d ON d.id = r.deal_id WHERE r.published_at IS NULL AND ";

std::vector<HiddenReview> read_hidden(db::Rows rows) {
  std::vector<HiddenReview> out;
  while (rows.next()) {
    out.push_back({rows.id<core::DealId>(0), rows.id<core::RoomId>(1), rows.id<core::PostId>(2),
                   rows.id<core::UserId>(3), rows.id<core::UserId>(4), rows.integer(5)});
  }
  return out;
}

}  // namespace

void ReviewStore::insert(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
                         core::Millis now, core::Millis publish_at) const {
  tx.run(
      "INSERT INTO reviews (deal_id, author_id, subject_id, stars, text, created_at, publish_at) VALUES ($1, "
      "$2, $3, $4, $5, $6, $7)",
      deal.id, deal.party(by), deal.party(other(by)), stars, text, now, publish_at);
  tx.changed("reviews");
}

std::vector<HiddenReview> ReviewStore::hidden_of(db::Tx& tx, core::DealId deal) const {
  return read_hidden(tx.query(std::string(select_hidden) + "r.deal_id = $1 ORDER BY r.author_id", deal));
}

std::vector<HiddenReview> ReviewStore::due(db::Tx& tx, core::Millis now, int limit) const {
  return read_hidden(
      tx.query(std::string(select_hidden) + "r.publish_at <= $1 ORDER BY r.publish_at LIMIT $2", now, limit));
}

void ReviewStore::publish(db::Tx& tx, const HiddenReview& review, core::Millis now) const {
  tx.run("UPDATE reviews SET published_at = $3 WHERE deal_id = $1 AND author_id = $2", review.deal,
         review.author, now);
  tx.changed("reviews");
  tx.run("UPDATE users SET rating_sum = rating_sum + $2, rating_count = rating_count + 1 WHERE id = $1",
         review.subject, review.stars);
}

std::optional<std::vector<Review>> ReviewStore::about(db::Tx& tx, std::string_view username,
                                                      const core::Page& page) const {
  core::UserId subject;
  {
    auto rows = tx.query("SELECT id FROM users WHERE username = $1 AND password_hash <> ''", username);
    if (!rows.next()) return std::nullopt;
    subject = rows.id<core::UserId>(0);
  }
  std::string sql =
      "SELECT " + std::string(users::user_card_columns) +
      ", r.deal_id, r.stars, r.text, r.created_at, r.author_id = d.buyer_id, r.published_at FROM "
      "reviews r JOIN deals d ON d.id = r.deal_id JOIN users u ON u.id = r.author_id "
      "WHERE r.subject_id = $1 AND r.published_at IS NOT NULL ";
  std::vector<db::Value> values{db::value(subject), db::value(page.limit + 1)};
  if (page.after) {
    sql += "AND (r.published_at, r.deal_id) < ($3, $4) ";
    values.push_back(db::value(page.after->key));
    values.push_back(db::value(page.after->id));
  }
  std::vector<Review> out;
  auto rows = tx.query_with(sql + "ORDER BY r.published_at DESC, r.deal_id DESC LIMIT $2", values);
  while (rows.next()) {
    constexpr int own = users::user_card_width;
    out.push_back({.deal = rows.id<core::DealId>(own),
                   .author = users::read_user_card(rows, 0),
                   .side = rows.boolean(own + 4) ? Side::buyer : Side::seller,
                   .stars = rows.integer(own + 1),
                   .text = rows.text(own + 2),
                   .created_at = rows.integer(own + 3),
                   .published_at = rows.integer(own + 5)});
  }
  return out;
}

}  // namespace deals
