// What moderators and admins do to posts and accounts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/appeal_store.h"
#include "admin/desk.h"
#include "core/clock.h"
#include "db/database.h"
#include "deals/deal_service.h"
#include "http/auth.h"
#include "posts/post_service.h"
#include "reports/report_store.h"
#include "users/session_service.h"
#include "users/suspension_store.h"
#include "users/user_store.h"

namespace admin {

inline const std::vector<std::string_view> roles = {"user", "moderator", "admin"};

class ModerationService {
 public:
  ModerationService(db::Database& database, const Desk& desk, const posts::PostService& posts,
                    const deals::DealService& deals, users::SessionService& sessions)
      : database_(database), desk_(desk), posts_(posts), deals_(deals), sessions_(sessions) {}

  // Every one of them throws 403 `not-permitted` (Desk::require_over) and 404. Hiding a post closes its open
  // case as actioned, and restoring it as dismissed.
  posts::Post hide_post(const Actor& actor, core::PostId id, const std::string& reason);
  // Throws 409 `not-hidden` for a post that no report and no moderator has hidden.
  posts::Post restore_post(const Actor& actor, core::PostId id, const std::string& reason);
  void warn(const Actor& actor, std::string_view username, const std::string& reason);
  // For good, which takes an admin, when `terms` has no end; in place of a suspension that is in force.
  void suspend(const Actor& actor, std::string_view username, const http::Suspension& terms);
  // Throws 409 `not-suspended`.
  void restore_user(const Actor& actor, std::string_view username, const std::string& reason);
  // Throws 409 `last-admin`. One may give up one's own role.
  void set_role(const Actor& actor, std::string_view username, std::string_view role);

  // Takes the posts and deals of those who are suspended from the market, and brings back the posts of those
  // who no longer are: a bounded number in each transaction.
  void settle();

  // Inside another transaction.
  // For reports/: enough people have reported the post.
  void hold_reported(db::Tx& tx, core::PostId id, core::CaseId case_id, const std::string& request_id) const;
  // For a case that a moderator has decided: what reports alone had hidden stays so or is shown again.
  // Answers that part of the act, for the audit log.
  std::optional<std::string_view> decide_held(db::Tx& tx, core::PostId id, std::string_view outcome,
                                              const std::string& note) const;
  void show(db::Tx& tx, const posts::Post& post) const;
  // Decides the post's open case, unless the actor has reported it: then somebody else does.
  void close_case(db::Tx& tx, const Actor& actor, core::PostId id, std::string_view outcome,
                  const std::string& note) const;
  void lift(db::Tx& tx, const users::SuspensionRow& row);

  // For what is taken back; the one it is about is told why. Whether moderation keeps the post hidden: by
  // that hold, or (nothing) no longer.
  void put_back_hold(db::Tx& tx, core::PostId id, const std::optional<posts::Hold>& hold,
                     const std::string& why) const;
  // That suspension, which there was before, or (nothing) none.
  void put_back_suspension(db::Tx& tx, core::UserId user, const std::optional<users::SuspensionRow>& row,
                           const std::string& why);
  // Throws 409 `last-admin`.
  void give_role(db::Tx& tx, core::UserId user, std::string_view role);

 private:
  core::UserId find(db::Tx& tx, std::string_view username) const;
  void hide(db::Tx& tx, const posts::Post& post, const std::string& reason) const;
  // Takes the first portion of their deals and posts from the market now, and with most people that is all;
  // settle() does the rest.
  void bar(db::Tx& tx, core::UserId user, const http::Suspension& terms, const std::string& why);
  // Another suspension takes the place of this one. If its time was up, nobody has ended it yet: what was
  // appealed against it goes with it.
  void make_room(db::Tx& tx, const users::SuspensionRow& old) const;
  bool settle_one(db::Tx& tx);
  // Whether there is more to do before the suspension is over.
  bool finish(db::Tx& tx, const users::SuspensionRow& row);

  db::Database& database_;
  const Desk& desk_;
  const posts::PostService& posts_;
  const deals::DealService& deals_;
  users::SessionService& sessions_;
  AppealStore appeals_;
  reports::ReportStore reports_;
  users::SuspensionStore suspensions_;
  users::UserStore users_;
};

}  // namespace admin
