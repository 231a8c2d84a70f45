#include "notices/notice_store.h"

#include <limits>

#include "notices/notice_json.h"

namespace notices {

namespace {

constexpr std::string_view select_notice =
    "SELECT n.id, n.change, n.reason, n.until, n.post_id, coalesce(p.title, ''), n.at, n.seen_at "
    "FROM account_notices AS n LEFT JOIN posts AS p ON p.id = n.post_id ";

std::vector<Notice> all(db::Rows rows) {
  std::vector<Notice> out;
  while (rows.next()) {
    out.push_back({rows.integer(0), rows.text(1), rows.text(2), rows.optional_integer(3),
                   rows.id<core::PostId>(4), rows.text(5), rows.integer(6), rows.optional_integer(7)});
  }
  return out;
}

}  // namespace

std::int64_t NoticeStore::tell(db::Tx& tx, const events::EventStore& events, core::UserId user,
                               const Notice& notice) const {
  const auto id = tx.insert<std::int64_t>(
      "INSERT INTO account_notices (user_id, change, reason, until, post_id, at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      user, notice.change, notice.reason, notice.until,
      notice.post.value != 0 ? std::optional(notice.post) : std::nullopt, notice.at);
  const auto written = all(tx.query(std::string(select_notice) + "WHERE n.id = $1", id));
  events.append(tx, {user},
                {.type = "account",
                 .room = {},
                 .post = notice.post,
                 .deal = {},
                 .message = {},
                 .data = notice_json(written.at(0))},
                notice.at);
  return id;
}

std::vector<Notice> NoticeStore::list(db::Tx& tx, core::UserId user, bool unseen_only,
                                      const core::Page& page) const {
  const std::int64_t before = page.after ? page.after->id : std::numeric_limits<std::int64_t>::max();
  return all(tx.query(std::string(select_notice) + "WHERE n.user_id = $1 AND n.id < $2 " +
                          (unseen_only ? "AND n.seen_at IS NULL " : "") + "ORDER BY n.id DESC LIMIT $3",
                      user, before, page.limit + 1));
}

void NoticeStore::forget(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM account_notices WHERE user_id = $1", user);
}

bool NoticeStore::withdraw(db::Tx& tx, std::int64_t id) const {
  return tx.run("DELETE FROM account_notices WHERE id = $1 AND seen_at IS NULL", id) > 0;
}

void NoticeStore::set_seen(db::Tx& tx, core::UserId user, std::int64_t up_to, core::Millis now) const {
  tx.run("UPDATE account_notices SET seen_at = $3 WHERE user_id = $1 AND id <= $2 AND seen_at IS NULL", user,
         up_to, now);
}

}  // namespace notices
