// Addresses of clients, and names for the networks that they are in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// The one way to write that IP address (RFC 5952; an IPv4 address that came as IPv6 is written as IPv4), in
// which addresses are compared. Nothing for any other text.
std::optional<std::string> plain_address(const std::string& text);

// What counts as one client where clients are counted: an IPv4 address, or the /64 of an IPv6 address, since
// whoever has one address of it has all 2^64 ("2001:db8:0:1::/64"). Any other text as it is.
std::string client_network(const std::string& address);

// An IPv4 or IPv6 network in CIDR form: "10.0.0.0/8".
class Network {
 public:
  // Nothing when `text` is none, and when address bits are set behind the prefix: it would not mean what it
  // says.
  static std::optional<Network> parse(const std::string& text);

  // False also for what is no address.
  bool contains(const std::string& address) const;
  int prefix() const { return prefix_; }

 private:
  std::array<std::uint8_t, 16> address_{};  // IPv4 as ::ffff:a.b.c.d
  int prefix_ = 0;                          // of the 128 bits
};

// "10.0.0.0/8=교내망": a network and what people call it.
struct NamedNetwork {
  static std::optional<NamedNetwork> parse(const std::string& text);

  Network network;
  std::string name;
};

class NamedNetworks {
 public:
  explicit NamedNetworks(std::vector<NamedNetwork> networks) : networks_(std::move(networks)) {}

  // Of the networks that hold it the narrowest one's.
  std::optional<std::string> name_of(const std::string& address) const;

 private:
  const std::vector<NamedNetwork> networks_;
};

}  // namespace http
