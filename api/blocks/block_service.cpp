#include "blocks/block_service.h"

#include <string>

#include "core/error.h"

namespace blocks {

void BlockService::block(core::UserId user, std::string_view username) {
  database_.write([&](db::Tx& tx) {
    const core::UserId other = named(tx, username);
    if (other == user) throw core::conflict("own-account", "This is your own account.");
    if (store_.between(tx, user, other).by_me) return;
    if (store_.count(tx, user) >= max_blocks) {
      throw core::conflict("too-many-blocks", "You can block " + std::to_string(max_blocks) +
                                                  " people. Please unblock somebody first.");
    }
    store_.add(tx, user, other, clock_.now());
    deals_.end_between(tx, user, other);
  });
}

void BlockService::unblock(core::UserId user, std::string_view username) {
  database_.write([&](db::Tx& tx) { store_.remove(tx, user, named(tx, username)); });
}

std::vector<Block> BlockService::list(core::UserId user, const core::Page& page) {
  return database_.read([&](db::Tx& tx) { return store_.page(tx, user, page); });
}

void BlockService::remove_for_user(db::Tx& tx, core::UserId user) const {
  store_.remove_all(tx, user);
}

core::UserId BlockService::named(db::Tx& tx, std::string_view username) const {
  const auto found = users_.credentials(tx, username);
  if (!found) throw core::not_found("There is no such user.");
  return found->id;
}

}  // namespace blocks
