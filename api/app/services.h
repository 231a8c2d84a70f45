// The market without its network: the database brought up to date, and every feature's service over it. The
// server and the commands that work on the data directly use the same.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "admin/admin_service.h"
#include "admin/appeal_service.h"
#include "admin/audit_service.h"
#include "admin/case_service.h"
#include "admin/desk.h"
#include "admin/moderation_service.h"
#include "alerts/alert_service.h"
#include "app/config.h"
#include "app/directory_lock.h"
#include "app/snapshot_settings.h"
#include "blocks/block_service.h"
#include "blocks/blocked_cache.h"
#include "books/book_service.h"
#include "chat/chat_service.h"
#include "chat/message_expiry.h"
#include "chat/room_store.h"
#include "core/clock.h"
#include "db/sqlite.h"
#include "deals/deal_service.h"
#include "events/event_service.h"
#include "events/event_store.h"
#include "events/hub.h"
#include "mail/mail_service.h"
#include "notices/notice_service.h"
#include "own_data/export_service.h"
#include "own_data/exporter.h"
#include "photos/held_photos.h"
#include "photos/photo_files.h"
#include "photos/photo_service.h"
#include "posts/post_service.h"
#include "reports/evidence_expiry.h"
#include "reports/report_service.h"
#include "search/search_service.h"
#include "snapshots/rollback_service.h"
#include "snapshots/snapshot_service.h"
#include "users/access_token_service.h"
#include "users/account_mails.h"
#include "users/account_safety.h"
#include "users/campus.h"
#include "users/password.h"
#include "users/password_reset_service.h"
#include "users/session_service.h"
#include "users/sign_in_limit.h"
#include "users/user_service.h"
#include "users/verification_service.h"

namespace app {

// Opens the database in the data directory (made when missing), which is this process's alone meanwhile.
// Throws std::runtime_error with a sentence for the operator.
struct DataDirectory {
  explicit DataDirectory(const Config& config);

  const std::string path;
  const DirectoryLock lock{path};
  db::SqliteDatabase database;
};

// An older state that is being prepared has not been started as the market (app/last_start.h).
enum class Opened { to_be_served, to_be_prepared };

// In the order in which they are built; what comes later uses what comes before.
struct Services {
  // Migrates. The clock must outlive this.
  Services(const Config& config_in, const core::Clock& clock_in, Opened opened = Opened::to_be_served);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  const Config config;
  const core::Clock& clock;
  DataDirectory data{config};
  db::Database& database = data.database;
  const std::string name;  // the market's own, whatever address it has; set once the schema is up to date
  events::EventStore events;
  chat::RoomStore rooms{events, own_hosts(config)};

  const users::PasswordHasher hasher{static_cast<std::size_t>(config.argon2_mib),
                                     static_cast<unsigned long long>(config.argon2_passes),
                                     static_cast<std::size_t>(config.hash_threads)};
  users::SignInLimit sign_in_limit{config.sign_in_burst, config.sign_in_delay_ms,
                                   config.sign_in_most_delay_ms};
  users::SessionService sessions{database, clock, hasher, config.session_ms, sign_in_limit};
  users::AccessTokenService access_tokens{database, clock, sessions};
  // Where links in mails begin; known once it is known on which port the market listens.
  std::atomic<std::int64_t> port{config.port};
  const users::Campuses campuses{split_list(config.campus_domains)};
  mail::MailService mail{database, clock, {.spool = config.mail_spool, .kept = config.mails_kept_ms}};
  const users::AccountMails account_mails{mail, clock, [this] { return mail_origin(); }};
  const users::AccountSafety safety{clock, mail, account_mails};
  users::UserService users{database, clock, hasher, sessions, safety, config.name_kept_ms};
  users::VerificationService verification{database,
                                          clock,
                                          mail,
                                          account_mails,
                                          sessions,
                                          campuses,
                                          {.valid = config.code_ms, .pause = config.mail_pause_ms}};
  users::PasswordResetService resets{
      database, clock,         hasher, sessions,
      mail,     account_mails, safety, {.valid = config.reset_ms, .pause = config.mail_pause_ms}};
  const photos::PhotoFiles photo_files{data.path + "/photos"};
  photos::PhotoService photos{database,
                              clock,
                              photo_files,
                              {.image = {.pixels = config.photo_pixels},
                               .unused_per_user = config.photos_unused_per_user,
                               .unused_kept = config.photo_unused_ms,
                               .threads = static_cast<std::size_t>(config.image_threads)}};
  photos::HeldPhotos held_photos{database};
  deals::DealService deals{database,
                           clock,
                           events,
                           rooms,
                           {.negotiating = config.negotiating_ms,
                            .reserved = config.reserved_ms,
                            .one_sided_confirm = config.one_sided_confirm_ms,
                            .meeting_reminder = config.meeting_reminder_ms,
                            .review_hidden = config.review_hidden_ms}};
  blocks::BlockService blocks{database, clock, deals};
  blocks::BlockedCache blocked{database};
  events::Hub hub{static_cast<std::size_t>(config.polls_per_user)};
  events::EventService streams{database, events};
  chat::ChatService chat{database, clock, rooms, streams, hub};
  chat::MessageExpiry message_expiry{database, clock, config.messages_kept_ms};
  posts::PostService posts;
  search::SearchService search{database};
  books::BookService books{database};
  alerts::AlertService alerts{database, clock, events};
  own_data::Exporter exporter;
  own_data::ExportService exports{database, clock, exporter, config.exports_per_hour};
  notices::NoticeService notices{database, clock};
  admin::Desk desk{clock, events};
  admin::ModerationService moderation{database, desk, posts, deals, sessions};
  admin::CaseService cases{database, desk, posts, rooms, moderation};
  admin::AppealService appeals{database, desk, posts, moderation};
  admin::AdminService admin{database, desk};
  admin::AuditService audit{database, desk, moderation, appeals};
  reports::ReportService reports{database,
                                 clock,
                                 posts,
                                 rooms,
                                 moderation,
                                 {.to_hide = config.reports_to_hide,
                                  .reporter_age = config.reporter_age_ms,
                                  .per_day = config.reports_per_day}};
  reports::EvidenceExpiry evidence_expiry{database, clock, config.messages_kept_ms};
  snapshots::SnapshotService snapshots{database, clock, desk, snapshot_settings(config)};
  snapshots::RollbackService rollbacks{clock, desk, snapshots, snapshot_settings(config), rollback_parts()};

 private:
  std::string mail_origin() const;
  snapshots::RollbackRun::Parts rollback_parts();
};

// Brings the schema to that version, the newest when it is negative, and answers it. Throws as db::migrate
// does.
int migrate(const Config& config, int version = -1);

}  // namespace app
