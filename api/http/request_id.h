// What every request is called in the log and in X-Request-Id.
#pragma once

#include <string>

namespace http {

// 128 random bits as 26 characters of Crockford's base32 in lower case (no i, l, o, u: they survive being
// read aloud).
std::string new_request_id();

}  // namespace http
