// core::Error as an RFC 9457 problem document.
#pragma once

#include <string_view>

#include "core/error.h"
#include "http/response.h"

namespace http {

// `application/problem+json` with type, title, status, detail, code, request_id, the error's own members and,
// for field faults, `errors`. Carries the error's headers and `Cache-Control: no-store`.
Response problem(const core::Error& error, std::string_view request_id);

// A request that came too late before the end of this process, and of which nothing was done.
core::Error shutting_down();

// What an unexpected exception becomes: a bare 500.
core::Error internal_error();

}  // namespace http
