// The audit log: reading it, and taking back an act that is in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/appeal_service.h"
#include "admin/audit_store.h"
#include "admin/change.h"
#include "admin/desk.h"
#include "admin/moderation_service.h"
#include "core/page.h"
#include "db/database.h"
#include "notices/notice_store.h"
#include "reports/report_store.h"

namespace admin {

// Both for admins: throw 403 `not-permitted`.
class AuditService {
 public:
  AuditService(db::Database& database, const Desk& desk, ModerationService& moderation,
               const AppealService& appeals)
      : database_(database), desk_(desk), moderation_(moderation), appeals_(appeals) {}

  // Up to page.limit + 1, each with whether the actor may take it back now.
  std::vector<AuditEntry> list(const Actor& actor, const AuditFilter& filter, const core::Page& page);

  // Puts back what the act has changed, by the same services that did it, and tells the people concerned;
  // answers the entry of that, which can be taken back in its turn. What others have done since stays: deals
  // that a suspension has ended do not come back, and neither does a suspension whose time is up meanwhile.
  // Throws 404, and 409 `undone-already`, `changed-since` (what the act left behind is no longer so),
  // `part-of-another`, `not-undoable` (nothing was changed, or it happened before such was kept) or
  // `last-admin`; 403 for what is about the actor.
  AuditEntry undo(const Actor& actor, std::int64_t id, const std::string& reason);

 private:
  Undoing judge(db::Tx& tx, const Actor& actor, const AuditEntry& entry) const;
  // Whether everything is as the act left it, and can be as it was.
  bool reversible(db::Tx& tx, const AuditEntry& entry, const Undo& undo) const;
  bool can_be_as_before(const Change& change, const Undo& undo) const;
  void put_back(db::Tx& tx, const Actor& actor, const AuditEntry& entry, const Change& change,
                const std::string& reason, Watch& watch);
  void put_back_decision(db::Tx& tx, const Actor& actor, const Change& change,
                         const std::string& reason) const;
  void put_back_warning(db::Tx& tx, core::UserId user, const Change& change, const std::string& reason,
                        Watch& watch) const;

  db::Database& database_;
  const Desk& desk_;
  ModerationService& moderation_;
  const AppealService& appeals_;
  AuditStore audit_;
  AppealStore appeal_store_;
  notices::NoticeStore notices_;
  reports::ReportStore reports_;
  users::UserStore users_;
};

}  // namespace admin
