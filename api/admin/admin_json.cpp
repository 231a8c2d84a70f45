#include "admin/admin_json.h"

#include <limits>

#include "admin/audit_json.h"
#include "admin/desk.h"
#include "admin/moderation_service.h"
#include "chat/chat_json.h"
#include "json/reader.h"
#include "json/writer.h"
#include "posts/post_json.h"
#include "reports/report_json.h"
#include "users/user_json.h"

namespace admin {

namespace {

constexpr std::int64_t max_days = 3650;  // of a suspension; longer is a ban

json::TextRule reason_rule() {
  return {.min = 1, .max = max_reason, .lines = true};
}

Decision read_decision(std::string_view body, const json::Choices& outcomes) {
  json::Fields f(body);
  Decision decision;
  decision.outcome = f.choice("outcome", outcomes);
  decision.note = f.optional_text("note", {.max = max_reason, .lines = true}).value_or("");
  f.finish();
  return decision;
}

void read_end(json::Fields& f, http::Suspension& terms, core::Millis now) {
  const auto days = f.optional_integer("days", 1, max_days);
  const auto until = f.optional_text("until", {.min = 1, .max = 64});
  if (days && until) return f.fault("until", "not-allowed", "Either `days` or `until`.");
  if (days) {
    terms.until = now + *days * core::day;
  } else if (!until) {
    if (!f.faulty("days") && !f.faulty("until")) f.fault("days", "required", "Or `until`.");
  } else if (!f.faulty("until")) {
    terms.until = core::parse_rfc3339(*until);
    if (!terms.until) {
      f.fault("until", "invalid-format", "A time as in 2026-03-02T18:30:00+09:00.");
    } else if (*terms.until <= now) {
      f.fault("until", "too-small", "This time is over.");
    } else if (*terms.until > now + max_days * core::day) {
      f.fault("until", "too-large", "At most ten years from now: else it is a ban.");
    }
  }
}

void write_conversation(json::Writer& w, const Conversation& conversation) {
  w.open("conversation")
      .integer("room_id", conversation.room.id.value)
      .integer("post_id", conversation.room.post.value);
  users::write_user_card(w, "buyer", conversation.buyer);
  users::write_user_card(w, "seller", conversation.seller);
  w.open_array("messages");
  for (const auto& message : conversation.messages) w.raw_element(chat::message_json(message, {}));
  w.close_array().close();
}

}  // namespace

std::string read_reason(std::string_view body) {
  json::Fields f(body);
  std::string reason = f.text("reason", reason_rule());
  f.finish();
  return reason;
}

http::Suspension read_suspension(std::string_view body, core::Millis now) {
  json::Fields f(body);
  http::Suspension terms;
  read_end(f, terms, now);
  terms.reason = f.text("reason", reason_rule());
  f.finish();
  return terms;
}

std::string read_role(std::string_view body) {
  json::Fields f(body);
  std::string role = f.choice("role", roles);
  f.finish();
  return role;
}

Decision read_case_decision(std::string_view body) {
  return read_decision(body, {"dismissed", "actioned"});
}

Decision read_appeal_decision(std::string_view body) {
  return read_decision(body, {"granted", "refused"});
}

NewAppeal read_appeal(std::string_view body) {
  json::Fields f(body);
  NewAppeal appeal;
  appeal.text = f.text("text", {.min = 1, .max = max_appeal, .lines = true});
  appeal.post = f.optional_integer("post_id", 1, std::numeric_limits<std::int64_t>::max());
  f.finish();
  return appeal;
}

std::string overview_json(const Overview& overview) {
  json::Writer w;
  w.open()
      .integer("open_reports", overview.open_reports)
      .time("oldest_report_at", overview.oldest_report_at)
      .integer("open_appeals", overview.open_appeals)
      .integer("held_posts", overview.held_posts)
      .integer("hidden_posts", overview.hidden_posts)
      .integer("suspended_users", overview.suspended_users)
      .integer("banned_users", overview.banned_users)
      .integer("users", overview.users)
      .integer("sign_ups_today", overview.sign_ups_today)
      .integer("posts_on_sale", overview.posts_on_sale)
      .close();
  return w.take();
}

std::string case_detail_json(const CaseDetail& detail, core::Millis now) {
  json::Writer w;
  w.open();
  reports::write_case(w, detail.about);
  w.open_array("reports");
  for (const auto& report : detail.reports) w.raw_element(reports::report_json(report));
  w.close_array().raw("person", person_json(detail.owner, now));
  if (detail.post) {
    w.raw("post", posts::post_document(*detail.post, {}, "null").body);
  } else {
    w.null("post");
  }
  if (detail.conversation) {
    write_conversation(w, *detail.conversation);
  } else {
    w.null("conversation");
  }
  w.close();
  return w.take();
}

std::string person_json(const Person& person, core::Millis now) {
  json::Writer w;
  w.open().raw("profile", users::public_user_json({person.user, {}})).text("role", person.user.role);
  users::write_suspension(w, person.user.suspension, now);
  w.integer("open_cases", person.open_cases)
      .integer("past_cases", person.past_cases)
      .integer("reports_made", person.reports_made)
      .integer("warnings", person.warnings)
      .open_array("history");
  for (const auto& entry : person.history) w.raw_element(audit_json(entry));
  w.close_array().close();
  return w.take();
}

std::string registered_post_json(const posts::RegisteredPost& registered) {
  json::Writer card;
  posts::write_post_card(card, registered.post, {});
  json::Writer w;
  w.open().raw("post", card.take());
  if (const auto& hold = registered.post.hold) {
    w.open("hold")
        .text("cause", hold->cause)
        .text("reason", hold->reason)
        .time("at", hold->at)
        .text("was", hold->was)
        .close();
  } else {
    w.null("hold");
  }
  const auto open_case = registered.open_case.value;
  w.integer("open_case", open_case != 0 ? std::optional(open_case) : std::nullopt)
      .time("deleted_at", registered.deleted_at)
      .close();
  return w.take();
}

std::string person_line_json(const PersonLine& line, core::Millis now) {
  json::Writer w;
  w.open();
  users::write_user_card(w, "user", line.card);
  w.text("role", line.role).time("created_at", line.created_at);
  users::write_suspension(w, line.suspension, now);
  w.integer("open_cases", line.open_cases).close();
  return w.take();
}

std::string appeal_json(const Appeal& appeal, bool for_moderators) {
  json::Writer w;
  w.open().integer("id", appeal.id.value);
  if (for_moderators) users::write_user_card(w, "user", appeal.user);
  if (appeal.terms) {
    w.open("suspension").time("until", appeal.terms->until).text("reason", appeal.terms->reason).close();
  } else {
    w.null("suspension");
  }
  if (appeal.post.value != 0) {
    w.open("post").integer("id", appeal.post.value).text("title", appeal.post_title).close();
  } else {
    w.null("post");
  }
  w.text("text", appeal.text)
      .text("state", appeal.state)
      .text("note", appeal.note)
      .time("created_at", appeal.created_at)
      .time("resolved_at", appeal.resolved_at)
      .close();
  return w.take();
}

}  // namespace admin
