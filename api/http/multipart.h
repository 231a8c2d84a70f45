// multipart/form-data (RFC 7578), from a body that has arrived whole. Strict: what no browser and no HTTP
// client sends is refused rather than guessed at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

struct Part {
  std::string name;                         // UTF-8
  std::optional<std::string> filename;      // as sent: never to be used as a path
  std::optional<std::string> content_type;  // as sent: what the sender believes
  std::string_view content;                 // into the body
};

constexpr std::size_t max_parts = 16;
constexpr std::size_t max_part_head = 4096;  // bytes of one part's headers

// Whether a Content-Type header names multipart/form-data.
bool is_multipart(std::string_view content_type);

// The parts in their order; a name may come more than once. `content_type` is the request's header, for its
// boundary. Throws core::Error 400 `malformed-multipart`.
std::vector<Part> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace http
