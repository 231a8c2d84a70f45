#include "admin/appeal_service.h"

#include "admin/change.h"
#include "core/error.h"
#include "json/writer.h"

namespace admin {

namespace {

core::Error used_up() {
  return core::conflict("appeals-used-up", "This was looked at as often as it will be.");
}

}  // namespace

Appeal AppealService::appeal(core::UserId user, const NewAppeal& appeal) {
  try {
    return database_.write([&](db::Tx& tx) {
      const auto id = appeal.post ? about_post(tx, user, core::PostId{*appeal.post}, appeal.text)
                                  : against_suspension(tx, user, appeal.text);
      return store_.find(tx, id).value();
    });
  } catch (const db::UniqueViolation&) {
    throw core::conflict("appeal-open", "Your appeal is waiting for an answer already.");
  }
}

core::AppealId AppealService::against_suspension(db::Tx& tx, core::UserId user, const std::string& text) {
  const auto suspension = suspensions_.in_force(tx, user, desk_.now());
  if (!suspension) throw core::conflict("not-suspended", "Your account is not suspended.");
  if (store_.count_against(tx, suspension->id) >= max_appeals) throw used_up();
  return store_.insert(tx, user, suspension->id, std::nullopt, text, desk_.now());
}

core::AppealId AppealService::about_post(db::Tx& tx, core::UserId user, core::PostId id,
                                         const std::string& text) {
  const posts::Post post = posts_.visible(tx, id, user);
  if (post.seller.id != user) throw core::forbidden("not-yours", "Only its seller may do this.");
  if (!post.hold || post.hold->cause == "suspension") {
    throw core::conflict("not-hidden", "No moderator has hidden this post.");
  }
  if (store_.count_about(tx, id, post.hold->at) >= max_appeals) throw used_up();
  return store_.insert(tx, user, std::nullopt, id, text, desk_.now());
}

std::vector<Appeal> AppealService::of_user(core::UserId user, const core::Page& page) {
  return database_.read([&](db::Tx& tx) { return store_.of_user(tx, user, page); });
}

std::vector<Appeal> AppealService::list(const Actor& actor, std::string_view state, const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::moderator);
    return store_.list(tx, state, page);
  });
}

Appeal AppealService::resolve(const Actor& actor, core::AppealId id, std::string_view outcome,
                              const std::string& note) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, http::Access::moderator);
    const auto appeal = store_.find(tx, id);
    if (!appeal) throw core::not_found("There is no such appeal.");
    const bool ban = appeal->terms && !appeal->terms->until;
    desk_.require_over(tx, actor, ban ? http::Access::admin : http::Access::moderator, appeal->user.id);
    if (appeal->state != "open") throw core::conflict("already-resolved", "This has been decided already.");
    const bool granted = outcome == "granted";
    Watch watch(tx, desk_.now());
    watch.appeal(id);
    if (appeal->suspension) {
      watch.suspension(appeal->user.id);
    } else {
      watch.post(appeal->post);
      if (granted) watch.open_case(appeal->post);
    }
    decide(tx, *appeal, outcome, note, actor.user);
    const auto part = granted ? grant(tx, actor, *appeal, note) : std::nullopt;
    json::Writer w;
    w.open().text("outcome", outcome).text("note", note).close();
    const std::int64_t entry = desk_.record(tx, actor, "appeal.resolve",
                                            {"appeal", id.value, appeal->user.id}, w.take(), watch.undo());
    if (part) {
      const Subject subject = appeal->suspension ? Subject{"user", appeal->user.id.value, appeal->user.id}
                                                 : Subject{"post", appeal->post.value, appeal->user.id};
      desk_.record(tx, actor, *part, subject, reason_json(note), part_of(entry));
    }
    return store_.find(tx, id).value();
  });
}

void AppealService::decide(db::Tx& tx, const Appeal& appeal, std::string_view outcome,
                           const std::string& note, core::UserId by) const {
  store_.resolve(tx, appeal.id, outcome, note, by, desk_.now());
  if (outcome == "closed") return;
  notices::Notice told;
  told.change = outcome == "granted" ? "appeal_granted" : "appeal_refused";
  told.reason = note;
  told.post = appeal.post;
  desk_.tell(tx, appeal.user.id, told);
}

void AppealService::reopen(db::Tx& tx, const Appeal& appeal, const std::string& why) const {
  store_.reopen(tx, appeal.id);
  if (appeal.state == "closed") return;
  notices::Notice told;
  told.change = "appeal_reopened";
  told.reason = why;
  told.post = appeal.post;
  desk_.tell(tx, appeal.user.id, told);
}

// What has ended or gone meanwhile needs no more.
std::optional<std::string_view> AppealService::grant(db::Tx& tx, const Actor& actor, const Appeal& appeal,
                                                     const std::string& note) {
  if (appeal.suspension) {
    const auto current = suspensions_.current(tx, appeal.user.id);
    if (!current || current->id != *appeal.suspension) return std::nullopt;
    moderation_.lift(tx, *current);
    return "user.restore";
  }
  const auto post = post_store_.find(tx, appeal.post, {});
  if (!post || !post->hold || post->hold->cause == "suspension") return std::nullopt;
  moderation_.show(tx, *post);
  moderation_.close_case(tx, actor, appeal.post, "dismissed", note);
  return "post.restore";
}

}  // namespace admin
