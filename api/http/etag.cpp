#include "http/etag.h"

#include "core/token.h"
#include "http/field.h"

namespace http {

std::string entity_tag(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

bool any_tag(std::string_view list, const std::function<bool(std::string_view tag)>& fits) {
  bool found = false;
  for_each_list_item(list, [&](std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    found = found || tag == "*" || fits(tag);
  });
  return found;
}

Response& with_etag(Response& response, std::string_view cache) {
  response.with("ETag", entity_tag(core::fingerprint(response.body ? *response.body : std::string_view())));
  return response.with("Cache-Control", std::string(cache));
}

}  // namespace http
