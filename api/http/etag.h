// Entity tags (RFC 9110, 8.8.3): by them a client tells which state of a thing it has.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/response.h"

namespace http {

// The strong tag of that text, which has no quotes of its own.
std::string entity_tag(std::string_view text);

// Whether a list of tags, as in If-None-Match and If-Match, is "*" or has one that `fits`. Of a weak one it
// is given what stands behind its W/: a proxy that compresses makes ours weak, and they say the same.
bool any_tag(std::string_view list, const std::function<bool(std::string_view tag)>& fits);

// `Cache-Control` of an answer that is kept by the one who asked alone, and asked for anew each time.
inline constexpr std::string_view revalidate = "private, no-cache";

// Adds a strong ETag made from the body, and `Cache-Control: <cache>`.
Response& with_etag(Response& response, std::string_view cache);

}  // namespace http
