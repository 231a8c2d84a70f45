#include "admin/admin_export.h"

namespace admin {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section(
      "moderators_notices", {"account_notices.user_id"},
      own_data::list(
          "SELECT change, reason, until, post_id, at FROM account_notices "
          "WHERE user_id = $1 ORDER BY id",
          {{"change"}, {"reason"}, {"until", As::time}, {"post_id", As::integer}, {"at", As::time}}));
  exporter.section(
      "suspensions", {"suspensions.user_id"},
      own_data::list("SELECT reason, began_at, until, ended_at FROM suspensions "
                     "WHERE user_id = $1 ORDER BY id",
                     {{"reason"}, {"began_at", As::time}, {"until", As::time}, {"ended_at", As::time}}));
  exporter.section("appeals", {"appeals.user_id"},
                   own_data::list("SELECT text, post_id, state, note, created_at, resolved_at FROM appeals "
                                  "WHERE user_id = $1 ORDER BY id",
                                  {{"text"},
                                   {"post_id", As::integer},
                                   {"state"},
                                   {"note"},
                                   {"created_at", As::time},
                                   {"resolved_at", As::time}}));
  exporter.section("posts_on_hold", {"post_holds.seller_id"},
                   own_data::list("SELECT post_id, cause, reason, at FROM post_holds "
                                  "WHERE seller_id = $1 ORDER BY post_id",
                                  {{"post_id", As::integer}, {"cause"}, {"reason"}, {"at", As::time}}));
  exporter.section(
      "reports_made", {"reports.reporter_id"},
      // But for what others say about themselves, which is theirs.
      own_data::list("SELECT c.kind, r.reason, r.note, json_remove(r.evidence, '$.bio'), r.created_at "
                     "FROM reports AS r JOIN report_cases AS c ON c.id = r.case_id "
                     "WHERE r.reporter_id = $1 ORDER BY r.id",
                     {{"kind"}, {"reason"}, {"note"}, {"evidence", As::json}, {"created_at", As::time}}));
}

}  // namespace admin
