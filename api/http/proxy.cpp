#include "http/proxy.h"

#include <algorithm>

#include "core/text.h"

namespace http {

void apply_forwarded(Request& request, const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  if (!is_trusted(request.peer)) return;
  if (const auto proto = request.header("x-forwarded-proto")) request.https = *proto == "https";
  // A proxy may append to the line it was given or add one of its own.
  std::string lines;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") lines.append(lines.empty() ? "" : ",").append(value);
  }
  std::string_view chain = lines;
  while (!chain.empty()) {
    const auto comma = chain.rfind(',');
    const std::string address =
        core::trimmed(comma == std::string_view::npos ? chain : chain.substr(comma + 1));
    if (address.empty()) return;
    request.peer = address;
    if (!is_trusted(address)) return;
    chain = comma == std::string_view::npos ? std::string_view() : chain.substr(0, comma);
  }
}

}  // namespace http
