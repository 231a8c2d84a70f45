#include "app/access.h"

#include "core/error.h"

namespace app {

namespace {

http::Access most_of(const http::Principal& who) {
  if (who.role == "admin") return http::Access::admin;
  if (who.role == "moderator") return http::Access::moderator;
  return http::Access::member;
}

}  // namespace

void require_access(http::Access access, const http::Principal& who) {
  if (access == http::Access::anyone) return;
  if (!who.signed_in()) throw core::Error(401, "not-signed-in", "Please sign in first.");
  if (most_of(who) < access) throw core::forbidden("not-permitted", "Your account may not do this.");
}

}  // namespace app
