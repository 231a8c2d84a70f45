// Appeals: who may make one, and what granting it does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/appeal_store.h"
#include "admin/desk.h"
#include "admin/moderation_service.h"
#include "core/page.h"
#include "db/database.h"

namespace admin {

class AppealService {
 public:
  AppealService(db::Database& database, const Desk& desk, const posts::PostService& posts,
                ModerationService& moderation)
      : database_(database), desk_(desk), posts_(posts), moderation_(moderation) {}

  // Throws 409 `not-suspended` or `not-hidden` when there is nothing to appeal against, `appeal-open` while
  // there is one, `appeals-used-up` after max_appeals against the same thing; 404 for another's post.
  Appeal appeal(core::UserId user, const NewAppeal& appeal);
  std::vector<Appeal> of_user(core::UserId user, const core::Page& page);

  // For moderators. Up to page.limit + 1.
  std::vector<Appeal> list(const Actor& actor, std::string_view state, const core::Page& page);
  // `granted` ends the suspension or shows the post. Throws 403 `not-permitted` (Desk::require_over; a ban
  // takes an admin), 404, and 409 `already-resolved`.
  Appeal resolve(const Actor& actor, core::AppealId id, std::string_view outcome, const std::string& note);

  // Inside another transaction, for what is taken back: open again, or decided (or closed) as it had been.
  // Its author is told, unless it was closed with what it was about.
  void reopen(db::Tx& tx, const Appeal& appeal, const std::string& why) const;
  void decide(db::Tx& tx, const Appeal& appeal, std::string_view outcome, const std::string& note,
              core::UserId by) const;

 private:
  core::AppealId against_suspension(db::Tx& tx, core::UserId user, const std::string& text);
  core::AppealId about_post(db::Tx& tx, core::UserId user, core::PostId post, const std::string& text);
  // Answers that part of the act, for the audit log.
  std::optional<std::string_view> grant(db::Tx& tx, const Actor& actor, const Appeal& appeal,
                                        const std::string& note);

  db::Database& database_;
  const Desk& desk_;
  const posts::PostService& posts_;
  ModerationService& moderation_;
  AppealStore store_;
  posts::PostStore post_store_;
  users::SuspensionStore suspensions_;
};

}  // namespace admin
