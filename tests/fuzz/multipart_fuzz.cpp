// Multipart bodies under libFuzzer: the first line is the boundary, the rest the body.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/error.h"
#include "http/multipart.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const std::string_view boundary = input.substr(0, line), body = input.substr(line + 1);
  try {
    const std::string type = "multipart/form-data; boundary=\"" + std::string(boundary) + "\"";
    const auto parts = http::parse_multipart(type, body);
    demand(parts.size() <= http::max_parts);
    const char* at = body.data();
    for (const auto& part : parts) {
      // Within the body, in order, and free of what separates them.
      demand(part.content.data() >= at &&
             part.content.data() + part.content.size() <= body.data() + body.size());
      demand(part.content.find("\r\n--" + std::string(boundary)) == std::string_view::npos ||
             boundary.find('\\') != std::string_view::npos || boundary.find('"') != std::string_view::npos);
      at = part.content.data() + part.content.size();
    }
  } catch (const core::Error& error) {
    demand(error.status == 400);
  }
  return 0;
}
