// The moderators' queue: what was reported, with what one needs to see to decide.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/desk.h"
#include "admin/moderation_service.h"
#include "admin/person_store.h"
#include "chat/message_store.h"
#include "chat/room_store.h"
#include "core/page.h"
#include "db/database.h"
#include "posts/post_service.h"
#include "reports/report_store.h"

namespace admin {

// A reported message among those around it.
struct Conversation {
  chat::Room room;
  users::UserCard buyer;
  users::UserCard seller;
  std::vector<chat::Message> messages;  // oldest first
};

struct CaseDetail {
  reports::Case about;
  std::vector<reports::Report> reports;
  Person owner;
  std::optional<posts::Post> post;           // of a post that is not deleted
  std::optional<Conversation> conversation;  // of a message that is still kept
};

class CaseService {
 public:
  CaseService(db::Database& database, const Desk& desk, const posts::PostService& posts,
              const chat::RoomStore& rooms, const ModerationService& moderation)
      : database_(database), desk_(desk), posts_(posts), rooms_(rooms), moderation_(moderation) {}

  // Up to page.limit + 1.
  std::vector<reports::Case> list(const Actor& actor, const reports::CaseFilter& filter,
                                  const core::Page& page);
  // Whoever looks at a message's case reads what two people wrote to each other: it is in the audit log.
  // Throws 404, and 403 `not-permitted` (Desk::require_over), as resolve() does.
  CaseDetail look(const Actor& actor, core::CaseId id);
  // Closes the case for all who reported. A post that reports alone have hidden is shown again (dismissed) or
  // stays hidden (actioned). Throws 409 `already-resolved`.
  CaseDetail resolve(const Actor& actor, core::CaseId id, std::string_view outcome, const std::string& note);

 private:
  reports::Case find(db::Tx& tx, core::CaseId id) const;
  CaseDetail detail(db::Tx& tx, const reports::Case& about) const;
  std::optional<Conversation> conversation(db::Tx& tx, core::MessageId id) const;

  db::Database& database_;
  const Desk& desk_;
  const posts::PostService& posts_;
  const chat::RoomStore& rooms_;
  const ModerationService& moderation_;
  chat::MessageStore messages_;
  posts::PostStore post_store_;
  reports::ReportStore store_;
  users::UserStore users_;
  PersonStore people_;
};

}  // namespace admin
