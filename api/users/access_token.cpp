#include "users/access_token.h"

namespace users {

std::string scopes_text(const http::Scopes& scopes) {
  std::string out;
  for (const auto& [scope, name] : scope_names) {
    if (!scopes.have(scope)) continue;
    if (!out.empty()) out += ',';
    out += name;
  }
  return out;
}

http::Scopes read_scopes(std::string_view text) {
  http::Scopes out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    for (const auto& [scope, name] : scope_names) {
      if (name == text.substr(0, comma)) out.add(scope);
    }
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

}  // namespace users
