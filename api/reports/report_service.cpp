#include "reports/report_service.h"

#include "chat/chat_json.h"
#include "core/error.h"
#include "json/writer.h"

namespace reports {

ReportService::Reported ReportService::report(core::UserId reporter, const NewReport& report,
                                              const std::string& request_id) {
  return database_.write([&](db::Tx& tx) {
    const core::Millis now = clock_.now();
    const Subject subject = find(tx, reporter, report);
    if (subject.owner == reporter) throw core::conflict("own-report", "This is your own.");
    auto open = store_.open_case(tx, report.kind, subject.id);
    if (open) {
      if (auto first = store_.by_reporter(tx, *open, reporter)) return Reported{std::move(*first), true};
    }
    require_within_limit(tx, reporter, now);
    if (!open) open = store_.begin_case(tx, report.kind, subject.id, subject.owner, now);
    Reported made{store_.add(tx, *open, reporter, report, subject.evidence, now), false};
    if (report.kind == "post" && rules_.to_hide > 0 &&
        store_.credible(tx, *open, now - rules_.reporter_age, now) >= rules_.to_hide) {
      moderation_.hold_reported(tx, core::PostId{subject.id}, *open, request_id);
    }
    return made;
  });
}

void ReportService::require_within_limit(db::Tx& tx, core::UserId reporter, core::Millis now) const {
  const auto oldest = store_.nth_newest(tx, reporter, rules_.per_day, now - core::day, now);
  if (!oldest) return;
  const core::Millis wait = *oldest + core::day - now;
  throw core::Error(429, "too-many-requests", "That many reports were made today.")
      .with_header("Retry-After", std::to_string(wait / core::second + 1));
}

ReportService::Subject ReportService::find(db::Tx& tx, core::UserId reporter, const NewReport& report) const {
  if (report.kind == "post") return find_post(tx, reporter, core::PostId{report.id});
  if (report.kind == "message") return find_message(tx, reporter, core::MessageId{report.id});
  const auto user = users_.find(tx, report.username);
  if (!user) throw core::not_found("There is no such user.");
  json::Writer w;
  w.open().text("display_name", user->card.display_name).text("bio", user->bio).close();
  return {user->card.id.value, user->card.id, w.take()};
}

ReportService::Subject ReportService::find_post(db::Tx& tx, core::UserId reporter, core::PostId id) const {
  const posts::Post post = posts_.visible(tx, id, reporter);
  json::Writer w;
  w.open()
      .text("title", post.draft.title)
      .text("book_title", post.draft.book.title)
      .integer("price", post.draft.price)
      .text("description", post.draft.description)
      .open_array("photo_ids");
  for (const auto& photo : post.photos) w.element(photo.id);
  w.close_array().close();
  return {id.value, post.seller.id, w.take()};
}

ReportService::Subject ReportService::find_message(db::Tx& tx, core::UserId reporter,
                                                   core::MessageId id) const {
  const auto message = messages_.find(tx, id);
  const auto room = message ? rooms_.find(tx, message->room) : std::nullopt;
  // What the market itself says in a room is nobody's.
  if (!room || !room->is_party(reporter) || message->kind == "system") {
    throw core::not_found("There is no such message.");
  }
  return {id.value, message->sender, chat::message_json(*message, {})};
}

}  // namespace reports
