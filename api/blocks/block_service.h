// The rules of blocks. Nobody is ever told that they are blocked.
#pragma once

#include <string_view>
#include <vector>

#include "blocks/block_store.h"
#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "deals/deal_service.h"
#include "users/user_store.h"

namespace blocks {

class BlockService {
 public:
  BlockService(db::Database& database, const core::Clock& clock, const deals::DealService& deals)
      : database_(database), clock_(clock), deals_(deals) {}

  // Ends the open deals of the two with it. Throws 404, 409 `own-account` and `too-many-blocks`.
  void block(core::UserId user, std::string_view username);
  // Revives nothing. Throws 404.
  void unblock(core::UserId user, std::string_view username);
  // The latest first; up to page.limit + 1.
  std::vector<Block> list(core::UserId user, const core::Page& page);

  // For UserService::on_remove_account.
  void remove_for_user(db::Tx& tx, core::UserId user) const;

 private:
  core::UserId named(db::Tx& tx, std::string_view username) const;

  db::Database& database_;
  const core::Clock& clock_;
  const deals::DealService& deals_;
  BlockStore store_;
  users::UserStore users_;
};

// What the cursors of the list were made for.
constexpr std::string_view blocks_order = "blocks";

}  // namespace blocks
