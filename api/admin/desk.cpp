#include "admin/desk.h"

#include "core/error.h"
#include "json/writer.h"

namespace admin {

namespace {

core::Error not_permitted() {
  return core::forbidden("not-permitted", "Your account may not do this.");
}

}  // namespace

std::string Desk::role(db::Tx& tx, const Actor& actor) const {
  if (actor.user.value == 0) return "admin";
  return suspensions_.in_force(tx, actor.user, now()) ? "user" : users_.role(tx, actor.user);
}

void Desk::require(db::Tx& tx, const Actor& actor, http::Access least) const {
  const std::string has = role(tx, actor);
  if (has == "admin" || (has == "moderator" && least <= http::Access::moderator)) return;
  throw not_permitted();
}

void Desk::require_over(db::Tx& tx, const Actor& actor, http::Access least, core::UserId target) const {
  require(tx, actor, least);
  if (actor.user == target) throw not_permitted();
  if (role(tx, actor) != "admin" && users_.role(tx, target) != "user") throw not_permitted();
}

std::int64_t Desk::tell(db::Tx& tx, core::UserId user, notices::Notice notice) const {
  if (users_.has_left(tx, user)) return 0;
  notice.at = now();
  return notices_.tell(tx, events_, user, notice);
}

notices::Notice notice(std::string change, std::string reason) {
  notices::Notice out;
  out.change = std::move(change);
  out.reason = std::move(reason);
  return out;
}

std::string reason_json(std::string_view reason) {
  json::Writer w;
  w.open().text("reason", reason).close();
  return w.take();
}

}  // namespace admin
