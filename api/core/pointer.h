// JSON pointers (RFC 6901), which say where a fault is.
#pragma once

#include <string>
#include <string_view>

namespace core {

// The pointer from there on to the member of that name: '~' and '/' in a name are escaped.
inline std::string pointer_to(std::string_view name, std::string pointer = {}) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

}  // namespace core
