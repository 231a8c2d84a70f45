#include "users/access_token.h"

#include "core/text.h"

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
  for (const auto& word : core::split(text, ',')) {
    for (const auto& [scope, name] : scope_names) {
      if (name == word) out.add(scope);
    }
  }
  return out;
}

}  // namespace users
