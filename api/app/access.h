// Who may use a route, whatever it is about: the one place where this is decided for all of them.
#pragma once

#include "http/auth.h"
#include "http/router.h"

namespace app {

// Throws 401 `not-signed-in`, and 403 `suspended` or `not-permitted`.
void require_access(http::Access access, const http::Principal& who, core::Millis now);

// What an access token was not made for. Throws 403 `insufficient-scope` (RFC 6750, 3.1).
void require_scope(http::Scope scope, const http::Principal& who);

}  // namespace app
