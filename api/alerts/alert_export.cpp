#include "alerts/alert_export.h"

namespace alerts {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section(
      "saved_searches", {"alerts.user_id"},
      own_data::list("SELECT id, q, isbn, major, course, max_price, paused, created_at FROM alerts "
                     "WHERE user_id = $1 ORDER BY id",
                     {{"id", As::integer},
                      {"q"},
                      {"isbn"},
                      {"major"},
                      {"course"},
                      {"max_price", As::integer},
                      {"paused", As::boolean},
                      {"created_at", As::time}}));
}

}  // namespace alerts
