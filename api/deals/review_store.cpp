#include "deals/review_store.h"

#include <string>

#include "users/user_store.h"

namespace deals {

void ReviewStore::insert(db::Tx& tx, const Deal& deal, Side by, std::int64_t stars, std::string_view text,
                         core::Millis now) const {
  const core::UserId subject = deal.party(other(by));
  tx.run(
      "INSERT INTO reviews (deal_id, author_id, subject_id, stars, text, created_at) VALUES ($1, $2, $3, $4, "
      "$5, $6)",
      deal.id, deal.party(by), subject, stars, text, now);
  tx.run("UPDATE users SET rating_sum = rating_sum + $2, rating_count = rating_count + 1 WHERE id = $1",
         subject, stars);
}

std::optional<std::vector<Review>> ReviewStore::about(db::Tx& tx, std::string_view username,
                                                      const core::Page& page) const {
  core::UserId subject;
  {
    auto rows = tx.query("SELECT id FROM users WHERE username = $1", username);
    if (!rows.next()) return std::nullopt;
    subject = rows.id<core::UserId>(0);
  }
  std::string sql =
      "SELECT " + std::string(users::user_card_columns) +
      ", r.deal_id, r.stars, r.text, r.created_at, r.author_id = d.buyer_id FROM reviews r "
      "JOIN deals d ON d.id = r.deal_id JOIN users u ON u.id = r.author_id WHERE r.subject_id = $1 ";
  std::vector<db::Value> values{db::value(subject), db::value(page.limit + 1)};
  if (page.after) {
    sql += "AND (r.created_at, r.deal_id) < ($3, $4) ";
    values.push_back(db::value(page.after->key));
    values.push_back(db::value(page.after->id));
  }
  std::vector<Review> out;
  auto rows = tx.query_with(sql + "ORDER BY r.created_at DESC, r.deal_id DESC LIMIT $2", values);
  while (rows.next()) {
    constexpr int own = users::user_card_width;
    out.push_back({.deal = rows.id<core::DealId>(own),
                   .author = users::read_user_card(rows, 0),
                   .side = rows.boolean(own + 4) ? Side::buyer : Side::seller,
                   .stars = rows.integer(own + 1),
                   .text = rows.text(own + 2),
                   .created_at = rows.integer(own + 3)});
  }
  return out;
}

}  // namespace deals
