#include "blocks/block_json.h"

#include "json/writer.h"
#include "users/user_json.h"

namespace blocks {

std::string block_page_json(const std::vector<Block>& items, const std::optional<std::string>& next_cursor) {
  json::Writer w;
  w.open().open_array("items");
  for (const Block& block : items) {
    w.open();
    users::write_user_card(w, "user", block.user);
    w.time("created_at", block.created_at).close();
  }
  w.close_array().text("next_cursor", next_cursor).close();
  return w.take();
}

}  // namespace blocks
