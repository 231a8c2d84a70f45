// Who may use a route, whatever it is about: the one place where this is decided for all of them.
#pragma once

#include "http/auth.h"
#include "http/router.h"

namespace app {

// Whom the market is for.
struct Membership {
  bool verified_only = false;  // those with a verified address
  bool on_campus = false;      // and it has to be one of a campus
};

// Throws 401 `not-signed-in`, 403 `suspended` or `not-permitted`, and 403 `email-not-verified` for who may
// take part as soon as their address is verified.
void require_access(http::Access access, const http::Principal& who, const Membership& membership,
                    core::Millis now);

// What an access token was not made for. Throws 403 `insufficient-scope` (RFC 6750, 3.1).
void require_scope(http::Scope scope, const http::Principal& who);

}  // namespace app
