#include "blocks/block_json.h"

#include "json/writer.h"
#include "users/user_json.h"

namespace blocks {

std::string block_json(const Block& block) {
  json::Writer w;
  w.open();
  users::write_user_card(w, "user", block.user);
  w.time("created_at", block.created_at).close();
  return w.take();
}

}  // namespace blocks
