// Reporting: who may report what, and when reports alone hide a post.
#pragma once

#include <cstdint>
#include <string>

#include "admin/moderation_service.h"
#include "chat/message_store.h"
#include "chat/room_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "posts/post_service.h"
#include "reports/report.h"
#include "reports/report_store.h"
#include "users/user_store.h"

namespace reports {

struct ReportRules {
  std::int64_t to_hide = 3;               // that many credible reporters hide a post; 0: none ever do
  core::Millis reporter_age = core::day;  // of an account without a verified address, until its word counts
  std::int64_t per_day = 20;              // reports of one user in 24 hours
};

class ReportService {
 public:
  ReportService(db::Database& database, const core::Clock& clock, const posts::PostService& posts,
                const chat::RoomStore& rooms, admin::ModerationService& moderation, ReportRules rules)
      : database_(database),
        clock_(clock),
        posts_(posts),
        rooms_(rooms),
        moderation_(moderation),
        rules_(rules) {}

  struct Reported {
    Report report;
    bool again = false;  // the same user's first one, whose case is still open
  };
  // Throws 404 for what the reporter can't see, 409 `own-report` for what is theirs, and 429.
  Reported report(core::UserId reporter, const NewReport& report, const std::string& request_id);

 private:
  struct Subject {
    std::int64_t id = 0;
    core::UserId owner;
    std::string evidence;
  };
  Subject find(db::Tx& tx, core::UserId reporter, const NewReport& report) const;
  Subject find_post(db::Tx& tx, core::UserId reporter, core::PostId id) const;
  Subject find_message(db::Tx& tx, core::UserId reporter, core::MessageId id) const;
  void require_within_limit(db::Tx& tx, core::UserId reporter, core::Millis now) const;

  db::Database& database_;
  const core::Clock& clock_;
  const posts::PostService& posts_;
  const chat::RoomStore& rooms_;
  admin::ModerationService& moderation_;
  const ReportRules rules_;
  chat::MessageStore messages_;
  users::UserStore users_;
  ReportStore store_;
};

}  // namespace reports
