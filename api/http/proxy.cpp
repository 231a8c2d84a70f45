#include "http/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "core/text.h"

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
    const std::string address =
        core::trimmed(comma == std::string_view::npos ? chain : chain.substr(comma + 1));
    if (address.empty()) {
      request.proxied = true;
      return;
    }
    request.peer = address;
    if (!is_trusted(address)) return;
    chain = comma == std::string_view::npos ? std::string_view() : chain.substr(0, comma);
  }
}

std::string client_network(const std::string& address) {
  in6_addr parsed{};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
    return inet_ntop(AF_INET, &parsed.s6_addr[12], text.data(), text.size());
  }
  std::fill(parsed.s6_addr + 8, parsed.s6_addr + 16, std::uint8_t{0});
  return std::string(inet_ntop(AF_INET6, &parsed, text.data(), text.size())) + "/64";
}

}  // namespace http
