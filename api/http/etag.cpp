#include "http/etag.h"

#include "core/token.h"
#include "http/field.h"

namespace http {

std::string entity_tag(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

bool any_tag(std::string_view list, const std::function<bool(std::string_view tag)>& fits) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view tag = trim(list.substr(0, comma));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || fits(tag)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

Response& with_etag(Response& response, std::string_view cache) {
  response.with("ETag", entity_tag(core::fingerprint(response.body ? *response.body : std::string_view())));
  return response.with("Cache-Control", std::string(cache));
}

}  // namespace http
