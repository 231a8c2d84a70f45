// The request target of RFC 9112, section 3.2, checked and decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace http {

struct Target {
  std::string path;                      // decoded: "/posts/미적분"
  std::vector<NameValue> query;          // decoded, in order
  std::optional<std::string> authority;  // of the absolute form, which outranks the Host header
};

// Throws core::Error 400 `malformed-target` for whatever two readers could understand differently: control
// characters, invalid UTF-8, broken escapes, an encoded slash, empty or dot segments.
Target parse_target(std::string_view target, Method method);

// Whether an authority ("example.com:8080", "[::1]") has only the characters one may have.
bool is_authority(std::string_view text);

}  // namespace http
