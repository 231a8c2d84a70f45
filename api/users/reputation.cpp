#include "users/reputation.h"

#include <algorithm>

namespace users {

namespace {

constexpr int requests = 30;
constexpr int requests_looked_at = 200;
constexpr core::Millis recent = 90 * core::day;
constexpr core::Millis slow = core::day;  // what waits for longer counts without an answer, too

// An open deal waits until now, one that is over has waited until it ended.
constexpr std::string_view waits =
    "SELECT until - since FROM (SELECT r.created_at AS since, r.answered_at AS answered, "
    "coalesce(r.answered_at, (SELECT CASE WHEN d.state IN ('negotiating', 'reserved') THEN $3 ELSE "
    "d.updated_at END FROM deals d WHERE d.room_id = r.id ORDER BY d.id DESC LIMIT 1), r.created_at) AS "
    "until "
    "FROM rooms r WHERE r.seller_id = $1 AND r.created_at > $2 ORDER BY r.created_at DESC LIMIT $5) AS asked "
    "WHERE answered IS NOT NULL OR until - since > $4 ORDER BY since DESC LIMIT $6";

std::optional<ReplyTime> reply_time_of(db::Tx& tx, core::UserId user, core::Millis now) {
  std::vector<core::Millis> times;
  auto rows = tx.query(waits, user, now - recent, now, slow, requests_looked_at, requests);
  while (rows.next()) times.push_back(std::max<core::Millis>(0, rows.integer(0)));
  const auto count = static_cast<std::int64_t>(times.size());
  const auto middle = median(std::move(times));
  return middle ? std::optional(ReplyTime{*middle, count}) : std::nullopt;
}

}  // namespace

std::optional<core::Millis> median(std::vector<core::Millis> times) {
  if (times.empty()) return std::nullopt;
  std::sort(times.begin(), times.end());
  const std::size_t half = times.size() / 2;
  if (times.size() % 2 == 1) return times[half];
  return times[half - 1] + (times[half] - times[half - 1]) / 2;
}

Reputation reputation_of(db::Tx& tx, core::UserId user, core::Millis now) {
  Reputation out;
  auto rows = tx.query(
      "SELECT stars, count(*) FROM reviews WHERE subject_id = $1 AND published_at IS NOT NULL GROUP BY stars",
      user);
  while (rows.next()) out.stars.at(static_cast<std::size_t>(rows.integer(0) - 1)) = rows.integer(1);
  out.reply_time = reply_time_of(tx, user, now);
  return out;
}

}  // namespace users
