// Appeals in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "admin/appeal.h"
#include "core/page.h"
#include "db/database.h"

namespace admin {

class AppealStore {
 public:
  // Throws db::UniqueViolation while there is an open one against the same thing.
  core::AppealId insert(db::Tx& tx, core::UserId user, std::optional<std::int64_t> suspension,
                        std::optional<core::PostId> post, std::string_view text, core::Millis now) const;
  std::int64_t count_against(db::Tx& tx, std::int64_t suspension) const;
  std::int64_t count_about(db::Tx& tx, core::PostId post, core::Millis since) const;

  std::optional<Appeal> find(db::Tx& tx, core::AppealId id) const;
  // The oldest first of open ones, else the newest; up to page.limit + 1.
  std::vector<Appeal> list(db::Tx& tx, std::string_view state, const core::Page& page) const;
  // Newest first.
  std::vector<Appeal> of_user(db::Tx& tx, core::UserId user, const core::Page& page) const;

  std::optional<core::AppealId> open_about(db::Tx& tx, core::PostId post) const;
  // The one that the suspension's end has closed, if there is one, now that it goes on.
  void reopen_against(db::Tx& tx, std::int64_t suspension) const;
  void reopen(db::Tx& tx, core::AppealId id) const;

  void resolve(db::Tx& tx, core::AppealId id, std::string_view outcome, std::string_view note,
               core::UserId by, core::Millis now) const;
  // What the open one was about has ended.
  void close_against(db::Tx& tx, std::int64_t suspension, core::Millis now) const;
  void close_about(db::Tx& tx, core::PostId post, core::Millis now) const;
};

}  // namespace admin
