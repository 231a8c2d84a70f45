#include "photos/photo_export.h"

namespace photos {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section("photos", {"photos.owner_id"},
                   own_data::list("SELECT id, id, width, height, post_id, position, message_id, created_at "
                                  "FROM photos WHERE owner_id = $1 ORDER BY created_at",
                                  {{"id"},
                                   {"urls", As::photo},
                                   {"width", As::integer},
                                   {"height", As::integer},
                                   {"post_id", As::integer},
                                   {"position", As::integer},
                                   {"message_id", As::integer},
                                   {"created_at", As::time}}));
}

}  // namespace photos
