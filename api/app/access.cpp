#include "app/access.h"

#include "core/error.h"

namespace app {

namespace {

http::Access most_of(const http::Principal& who) {
  if (who.role == "admin") return http::Access::admin;
  if (who.role == "moderator") return http::Access::moderator;
  return http::Access::member;
}

const char* name_of(http::Scope scope) {
  if (scope == http::Scope::read) return "read";
  return scope == http::Scope::write ? "write" : "chat";
}

}  // namespace

void require_scope(http::Scope scope, const http::Principal& who) {
  if (who.scopes.have(scope)) return;
  if (scope == http::Scope::account) {
    throw core::forbidden("insufficient-scope", "No access token may do this. It takes signing in.")
        .with_header("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
  }
  const std::string name = name_of(scope);
  throw core::forbidden("insufficient-scope", "This takes an access token with the scope " + name + ".")
      .with_header("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + name + "\"");
}

void require_access(http::Access access, const http::Principal& who, const Membership& membership,
                    core::Millis now) {
  if (access == http::Access::anyone) return;
  if (!who.signed_in()) throw core::Error(401, "not-signed-in", "Please sign in first.");
  if (access >= http::Access::member && who.suspension && who.suspension->in_force(now)) {
    throw http::suspended(*who.suspension);
  }
  if (most_of(who) < access) throw core::forbidden("not-permitted", "Your account may not do this.");
  // Those who run the market need not be of it.
  const bool checked = access == http::Access::member && most_of(who) == http::Access::member;
  const bool verified = membership.on_campus ? who.email_verified && who.on_campus : who.email_verified;
  if (checked && membership.verified_only && !verified) {
    throw core::forbidden("email-not-verified",
                          "This market is for those whose e-mail address is verified. Please verify yours.");
  }
}

}  // namespace app
