#include "metrics/census_store.h"

#include <string_view>

namespace metrics {

namespace {

std::int64_t number(db::Database& database, std::string_view sql) {
  return database.read([&](db::Tx& tx) {
    auto rows = tx.query(sql);
    return rows.next() ? rows.integer(0) : 0;
  });
}

// Those that are named are set, to 0 when there is none.
void groups(db::Database& database, std::string_view sql, std::initializer_list<const char*> names,
            std::map<std::string, std::int64_t>& out) {
  std::map<std::string, std::int64_t> found;
  database.read([&](db::Tx& tx) {
    auto rows = tx.query(sql);
    while (rows.next()) found[rows.text(0)] = rows.integer(1);
  });
  for (const char* name : names) out[name] = found[name];
}

}  // namespace

void CensusStore::count(db::Database& database, Counts& counts) const {
  counts.users = number(database, "SELECT count(*) FROM users");
  counts.photos = number(database, "SELECT count(*) FROM photos");
  counts.messages = number(database, "SELECT count(*) FROM messages");
  groups(database, open_posts_sql, {"selling", "reserved"}, counts.posts);
  counts.posts["sold"] = number(database, sold_posts_sql);
  groups(database,
         "SELECT state, count(*) FROM deals WHERE state IN ('negotiating', 'reserved') GROUP BY state",
         {"negotiating", "reserved"}, counts.deals);
  counts.deals["completed"] = number(database, completed_deals_sql);
  database.read([&](db::Tx& tx) {
    auto rows = tx.query("SELECT count(*), min(created_at) FROM mails WHERE state = 'waiting'");
    if (rows.next()) {
      counts.mails_waiting = rows.integer(0);
      counts.oldest_mail_at = rows.optional_integer(1);
    }
  });
  counts.reports_open = number(database, "SELECT count(*) FROM report_cases WHERE state = 'open'");
}

void CensusStore::count_the_rest(db::Database& database, Counts& counts) const {
  counts.posts["hidden"] =
      number(database, "SELECT count(*) FROM posts WHERE status = 'hidden' AND deleted_at IS NULL");
  counts.posts["deleted"] =
      number(database, "SELECT count(*) FROM posts WHERE deleted_at IS NOT NULL AND status <> 'sold'");
  groups(database,
         "SELECT state, count(*) FROM deals WHERE state IN ('declined', 'cancelled', 'expired', 'closed') "
         "GROUP BY state",
         {"declined", "cancelled", "expired", "closed"}, counts.deals);
}

}  // namespace metrics
