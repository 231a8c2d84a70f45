// Counting in SQL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/clock.h"
#include "db/database.h"

namespace metrics {

struct Counts {
  std::int64_t users = 0;
  // By status: "selling", "reserved", "sold" (also those deleted since), "hidden", and "deleted" for all
  // others that are.
  std::map<std::string, std::int64_t> posts;
  std::int64_t photos = 0;
  std::int64_t messages = 0;
  std::map<std::string, std::int64_t> deals;  // by state
  std::int64_t mails_waiting = 0;
  std::optional<core::Millis> oldest_mail_at;  // of those that wait: when it was written
  std::int64_t reports_open = 0;               // cases that no moderator has looked at
};

// What is counted often reads these indexes and nothing else: the rows of a million posts are half a
// gigabyte.
inline constexpr std::string_view open_posts_sql =
    "SELECT status, count(*) FROM posts INDEXED BY posts_open_counted "
    "WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL GROUP BY status";
inline constexpr std::string_view sold_posts_sql = "SELECT count(*) FROM posts WHERE status = 'sold'";
inline constexpr std::string_view completed_deals_sql =
    "SELECT count(*) FROM deals WHERE state = 'completed'";

// Each count is a transaction of its own: a long one would keep the WAL from being taken in.
class CensusStore {
 public:
  void count(db::Database& database, Counts& counts) const;
  // What takes looking at rows: posts that are hidden or deleted, and deals that came to nothing.
  void count_the_rest(db::Database& database, Counts& counts) const;
};

}  // namespace metrics
