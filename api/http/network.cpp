#include "http/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <utility>

#include "core/number.h"
#include "core/text.h"

namespace http {

namespace {

using Bits = std::array<std::uint8_t, 16>;
constexpr int v4_offset = 96;  // bits before an IPv4 address in its IPv6 form

// IPv4 as ::ffff:a.b.c.d.
std::optional<Bits> parse_address(const std::string& text) {
  Bits bits{};
  if (inet_pton(AF_INET6, text.c_str(), bits.data()) == 1) return bits;
  bits[10] = bits[11] = 0xff;
  if (inet_pton(AF_INET, text.c_str(), &bits[12]) == 1) return bits;
  return std::nullopt;
}

bool is_v4(const Bits& bits) {
  return std::all_of(bits.begin(), bits.begin() + 10, [](std::uint8_t byte) { return byte == 0; }) &&
         bits[10] == 0xff && bits[11] == 0xff;
}

bool bit(const Bits& bits, int at) {
  return ((bits[static_cast<std::size_t>(at / 8)] >> (7 - at % 8)) & 1) != 0;
}

std::string as_text(const Bits& bits) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  return is_v4(bits) ? inet_ntop(AF_INET, &bits[12], out.data(), out.size())
                     : inet_ntop(AF_INET6, bits.data(), out.data(), out.size());
}

}  // namespace

std::optional<std::string> plain_address(const std::string& text) {
  const auto bits = parse_address(text);
  return bits ? std::optional(as_text(*bits)) : std::nullopt;
}

std::string client_network(const std::string& address) {
  auto bits = parse_address(address);
  if (!bits) return address;
  if (is_v4(*bits)) return as_text(*bits);
  std::fill(bits->begin() + 8, bits->end(), std::uint8_t{0});
  return as_text(*bits) + "/64";
}

std::optional<Network> Network::parse(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string address = text.substr(0, slash);
  const auto bits = parse_address(address);
  const auto prefix = core::whole_number(text.substr(slash + 1));
  const bool v4 = address.find(':') == std::string::npos;
  if (!bits || !prefix || *prefix < 0 || *prefix > (v4 ? 32 : 128)) return std::nullopt;
  Network network;
  network.address_ = *bits;
  network.prefix_ = static_cast<int>(*prefix) + (v4 ? v4_offset : 0);
  for (int at = network.prefix_; at < 128; ++at) {
    if (bit(*bits, at)) return std::nullopt;
  }
  return network;
}

bool Network::contains(const std::string& address) const {
  const auto bits = parse_address(address);
  // Every IPv4 address would be in an IPv6 network such as ::/0, which is not what that means.
  if (!bits || (is_v4(*bits) && prefix_ < v4_offset)) return false;
  for (int at = 0; at < prefix_; ++at) {
    if (bit(*bits, at) != bit(address_, at)) return false;
  }
  return true;
}

std::optional<NamedNetwork> NamedNetwork::parse(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  const auto network = Network::parse(core::trimmed(text.substr(0, equals)));
  std::string name = core::trimmed(text.substr(equals + 1));
  if (!network || name.empty()) return std::nullopt;
  return NamedNetwork{*network, std::move(name)};
}

std::optional<std::string> NamedNetworks::name_of(const std::string& address) const {
  const NamedNetwork* narrowest = nullptr;
  for (const NamedNetwork& one : networks_) {
    if (!one.network.contains(address)) continue;
    if (narrowest == nullptr || one.network.prefix() > narrowest->network.prefix()) narrowest = &one;
  }
  return narrowest != nullptr ? std::optional(narrowest->name) : std::nullopt;
}

}  // namespace http
