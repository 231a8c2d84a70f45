#include "blocks/block_export.h"

namespace blocks {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section("blocks", {"blocks.blocker_id"},
                   own_data::list("SELECT u.username, b.created_at FROM blocks b "
                                  "JOIN users u ON u.id = b.blocked_id WHERE b.blocker_id = $1 "
                                  "ORDER BY b.created_at",
                                  {{"username"}, {"created_at", As::time}}));
}

}  // namespace blocks
