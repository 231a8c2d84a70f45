#include "admin/moderation_service.h"

#include "admin/change.h"
#include "core/error.h"
#include "json/writer.h"

namespace admin {

namespace {

using http::Access;

Subject post_subject(const posts::Post& post) {
  return {"post", post.id.value, post.seller.id};
}
Subject user_subject(core::UserId user) {
  return {"user", user.value, user};
}

notices::Notice post_notice(std::string change, std::string reason, core::PostId post) {
  auto out = notice(std::move(change), std::move(reason));
  out.post = post;
  return out;
}

bool by_moderation(const posts::Post& post) {
  return post.hold && post.hold->cause != "suspension";
}

}  // namespace

posts::Post ModerationService::hide_post(const Actor& actor, core::PostId id, const std::string& reason) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    const posts::Post post = posts_.any(tx, id);
    desk_.require_over(tx, actor, Access::moderator, post.seller.id);
    Watch watch(tx, desk_.now());
    watch.post(id).open_case(id);
    hide(tx, post, reason);
    close_case(tx, actor, id, "actioned", reason);
    desk_.record(tx, actor, "post.hide", post_subject(post), reason_json(reason), watch.undo());
    return posts_.any(tx, id);
  });
}

posts::Post ModerationService::restore_post(const Actor& actor, core::PostId id, const std::string& reason) {
  return database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    const posts::Post post = posts_.any(tx, id);
    desk_.require_over(tx, actor, Access::moderator, post.seller.id);
    if (!by_moderation(post)) throw core::conflict("not-hidden", "No moderator has hidden this post.");
    Watch watch(tx, desk_.now());
    watch.post(id).open_case(id).open_appeal(id);
    show(tx, post);
    desk_.tell(tx, post.seller.id, post_notice("post_restored", reason, id));
    close_case(tx, actor, id, "dismissed", reason);
    desk_.record(tx, actor, "post.restore", post_subject(post), reason_json(reason), watch.undo());
    return posts_.any(tx, id);
  });
}

void ModerationService::hold_reported(db::Tx& tx, core::PostId id, core::CaseId case_id,
                                      const std::string& request_id) const {
  const posts::Post post = posts_.any(tx, id);
  if (post.hold) return;
  Watch watch(tx, desk_.now());
  watch.post(id);
  posts_.hold(tx, post, "reports", {});
  json::Writer w;
  w.open().integer("report", case_id.value).close();
  desk_.record(tx, {.user = {}, .source = "market", .request_id = request_id}, "post.hold",
               post_subject(post), w.take(), watch.undo());
  desk_.tell(tx, post.seller.id, post_notice("post_hidden", {}, id));
}

std::optional<std::string_view> ModerationService::decide_held(db::Tx& tx, core::PostId id,
                                                               std::string_view outcome,
                                                               const std::string& note) const {
  const posts::Post post = posts_.any(tx, id);
  if (!post.hold || post.hold->cause != "reports") return std::nullopt;
  if (outcome == "actioned") {
    hide(tx, post, note);
    return "post.hide";
  }
  show(tx, post);
  desk_.tell(tx, post.seller.id, post_notice("post_restored", {}, id));
  return "post.restore";
}

void ModerationService::hide(db::Tx& tx, const posts::Post& post, const std::string& reason) const {
  posts_.hold(tx, post, "moderator", reason);
  desk_.tell(tx, post.seller.id, post_notice("post_hidden", reason, post.id));
}

void ModerationService::show(db::Tx& tx, const posts::Post& post) const {
  posts_.release(tx, post, suspensions_.in_force(tx, post.seller.id, desk_.now()).has_value());
  appeals_.close_about(tx, post.id, desk_.now());
}

void ModerationService::put_back_hold(db::Tx& tx, core::PostId id, const std::optional<posts::Hold>& hold,
                                      const std::string& why) const {
  const posts::Post post = posts_.any(tx, id);
  if (hold) {
    posts_.hold(tx, post, hold->cause, hold->reason);
  } else {
    show(tx, post);
  }
  desk_.tell(tx, post.seller.id, post_notice(hold ? "post_hidden" : "post_restored", why, id));
}

void ModerationService::close_case(db::Tx& tx, const Actor& actor, core::PostId id, std::string_view outcome,
                                   const std::string& note) const {
  const auto open = reports_.open_case(tx, "post", id.value);
  if (open && !reports_.by_reporter(tx, *open, actor.user)) {
    reports_.resolve(tx, *open, outcome, note, actor.user, desk_.now());
  }
}

void ModerationService::warn(const Actor& actor, std::string_view username, const std::string& reason) {
  database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    const core::UserId user = find(tx, username);
    desk_.require_over(tx, actor, Access::moderator, user);
    Watch watch(tx, desk_.now());
    watch.warning(desk_.tell(tx, user, notice("warned", reason)), reason, true);
    desk_.record(tx, actor, "user.warn", user_subject(user), reason_json(reason), watch.undo());
  });
}

void ModerationService::suspend(const Actor& actor, std::string_view username,
                                const http::Suspension& terms) {
  database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    const core::UserId user = find(tx, username);
    const core::Millis now = desk_.now();
    const auto current = suspensions_.current(tx, user);
    const bool banned = current && !current->terms.until;
    // Shortening a ban is as much as lifting it.
    desk_.require_over(tx, actor, terms.until && !banned ? Access::moderator : Access::admin, user);
    Watch watch(tx, now);
    watch.suspension(user);
    if (current) make_room(tx, *current);
    suspensions_.put(tx, user, terms, now);
    bar(tx, user, terms, terms.reason);
    json::Writer w;
    w.open().time("until", terms.until).text("reason", terms.reason).close();
    desk_.record(tx, actor, terms.until ? "user.suspend" : "user.ban", user_subject(user), w.take(),
                 watch.undo());
  });
}

void ModerationService::make_room(db::Tx& tx, const users::SuspensionRow& old) const {
  if (!old.terms.in_force(desk_.now())) appeals_.close_against(tx, old.id, desk_.now());
}

void ModerationService::bar(db::Tx& tx, core::UserId user, const http::Suspension& terms,
                            const std::string& why) {
  sessions_.refresh(tx, user);
  deals_.end_for_user(tx, user, deals::Event::barred);
  posts_.hold_for_user(tx, user);
  auto told = notice(terms.until ? "suspended" : "banned", why);
  told.until = terms.until;
  desk_.tell(tx, user, told);
}

void ModerationService::restore_user(const Actor& actor, std::string_view username,
                                     const std::string& reason) {
  database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::moderator);
    const core::UserId user = find(tx, username);
    const auto current = suspensions_.current(tx, user);
    desk_.require_over(tx, actor, current && !current->terms.until ? Access::admin : Access::moderator, user);
    if (!current || !current->terms.in_force(desk_.now())) {
      throw core::conflict("not-suspended", "This account is not suspended.");
    }
    Watch watch(tx, desk_.now());
    watch.suspension(user);
    lift(tx, *current);
    desk_.tell(tx, user, notice("restored", reason));
    desk_.record(tx, actor, "user.restore", user_subject(user), reason_json(reason), watch.undo());
  });
}

void ModerationService::lift(db::Tx& tx, const users::SuspensionRow& row) {
  suspensions_.lift(tx, row.id, desk_.now());
  sessions_.refresh(tx, row.user);
  finish(tx, row);
}

void ModerationService::put_back_suspension(db::Tx& tx, core::UserId user,
                                            const std::optional<users::SuspensionRow>& row,
                                            const std::string& why) {
  if (row) {
    const auto current = suspensions_.current(tx, user);
    if (current && current->id != row->id) make_room(tx, *current);
    suspensions_.put_back(tx, *row, desk_.now());
    appeals_.reopen_against(tx, row->id);
    return bar(tx, user, row->terms, why);
  }
  if (const auto current = suspensions_.current(tx, user)) lift(tx, *current);
  desk_.tell(tx, user, notice("restored", why));
}

void ModerationService::set_role(const Actor& actor, std::string_view username, std::string_view role) {
  database_.write([&](db::Tx& tx) {
    desk_.require(tx, actor, Access::admin);
    const core::UserId user = find(tx, username);
    const std::string before = users_.role(tx, user);
    if (before == role) return;
    Watch watch(tx, desk_.now());
    watch.role(user);
    give_role(tx, user, role);
    json::Writer w;
    w.open().text("role", role).text("was", before).close();
    desk_.record(tx, actor, "user.role", user_subject(user), w.take(), watch.undo());
  });
}

void ModerationService::give_role(db::Tx& tx, core::UserId user, std::string_view role) {
  users_.require_another_admin(tx, user);
  users_.set_role(tx, user, role);
  sessions_.refresh(tx, user);
  desk_.tell(tx, user, notice("role", std::string(role)));
}

void ModerationService::settle() {
  while (database_.write([&](db::Tx& tx) { return settle_one(tx); })) {
  }
}

bool ModerationService::settle_one(db::Tx& tx) {
  const core::Millis now = desk_.now();
  for (const auto& row : suspensions_.over(tx, now, 1)) {
    // Of what a moderator lifted the user was told then.
    if (!finish(tx, row) && !row.lifted) desk_.tell(tx, row.user, notice("restored", {}));
    return true;
  }
  for (const auto& row : suspensions_.unsettled(tx, now, 1)) {
    const bool deals_left = deals_.end_for_user(tx, row.user, deals::Event::barred);
    const bool posts_left = posts_.hold_for_user(tx, row.user);
    // Only once a whole transaction later than the suspension nothing is left: what was on its way then has
    // come in.
    if (!deals_left && !posts_left) suspensions_.set_settled(tx, row.id);
    return true;
  }
  return false;
}

bool ModerationService::finish(db::Tx& tx, const users::SuspensionRow& row) {
  if (posts_.release_for_user(tx, row.user)) return true;
  suspensions_.end(tx, row.id, desk_.now());
  appeals_.close_against(tx, row.id, desk_.now());
  sessions_.refresh(tx, row.user);
  return false;
}

core::UserId ModerationService::find(db::Tx& tx, std::string_view username) const {
  const auto user = users_.find(tx, username);
  if (!user) throw core::not_found("There is no such user.");
  return user->card.id;
}

}  // namespace admin
