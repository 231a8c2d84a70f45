#include "http/proxy.h"

#include <algorithm>

#include "http/field.h"
#include "http/network.h"

namespace http {

void apply_forwarded(Request& request, const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  if (!is_trusted(request.peer)) {
    request.proxied = request.header("x-forwarded-for") || request.header("forwarded") ||
                      request.header("x-real-ip") || request.header("via");
    return;
  }
  if (const auto proto = request.header("x-forwarded-proto")) request.https = *proto == "https";
  // A proxy may append to the line it was given or add one of its own.
  std::string lines;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") lines.append(lines.empty() ? "" : ",").append(value);
  }
  std::string_view chain = lines;
  while (!chain.empty()) {
    const auto comma = chain.rfind(',');
    const std::string address(trim(comma == std::string_view::npos ? chain : chain.substr(comma + 1)));
    if (address.empty()) {
      request.proxied = true;
      return;
    }
    request.peer = plain_address(address).value_or(address);
    if (!is_trusted(request.peer)) return;
    chain = comma == std::string_view::npos ? std::string_view() : chain.substr(0, comma);
  }
}

}  // namespace http
