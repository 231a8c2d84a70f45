#include "http/network.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace network_test {

namespace {

http::NamedNetworks networks(const std::vector<std::string>& entries) {
  std::vector<http::NamedNetwork> out;
  for (const auto& entry : entries) out.push_back(http::NamedNetwork::parse(entry).value());
  return http::NamedNetworks(std::move(out));
}

std::string name(const std::vector<std::string>& entries, const std::string& address) {
  return networks(entries).name_of(address).value_or("-");
}

}  // namespace

TEST_CASE("an address is in a network up to the last one, and not beyond") {
  const std::vector<std::string> campus = {"10.16.0.0/12=교내망"};
  CHECK(name(campus, "10.16.0.0") == "교내망");
  CHECK(name(campus, "10.31.255.255") == "교내망");
  CHECK(name(campus, "10.15.255.255") == "-");
  CHECK(name(campus, "10.32.0.0") == "-");
  const std::vector<std::string> dormitory = {"2001:db8:8000::/33=기숙사"};
  CHECK(name(dormitory, "2001:db8:8000::1") == "기숙사");
  CHECK(name(dormitory, "2001:0DB8:FFFF:ffff:ffff:ffff:ffff:ffff") == "기숙사");
  CHECK(name(dormitory, "2001:db8:7fff:ffff::1") == "-");
  CHECK(name({"192.0.2.7/32=one"}, "192.0.2.7") == "one");
  CHECK(name({"192.0.2.7/32=one"}, "192.0.2.6") == "-");
  CHECK(name({"::1/128=here"}, "::1") == "here");
}

TEST_CASE("of several networks the narrowest tells the name, in whatever order they stand") {
  for (const std::vector<std::string>& both :
       {std::vector<std::string>{"10.0.0.0/8=캠퍼스", "10.1.0.0/16=도서관"},
        {"10.1.0.0/16=도서관", "10.0.0.0/8=캠퍼스"}}) {
    CHECK(name(both, "10.1.2.3") == "도서관");
    CHECK(name(both, "10.2.2.3") == "캠퍼스");
  }
}

TEST_CASE("an IPv4 address is the same when it comes as IPv6, and in no IPv6 network") {
  CHECK(name({"10.0.0.0/8=교내망"}, "::ffff:10.1.2.3") == "교내망");
  CHECK(name({"::ffff:10.0.0.0/104=교내망"}, "10.1.2.3") == "교내망");
  CHECK(name({"::/0=IPv6"}, "10.1.2.3") == "-");
  CHECK(name({"::/0=IPv6"}, "2001:db8::1") == "IPv6");
  CHECK(name({"0.0.0.0/0=IPv4"}, "10.1.2.3") == "IPv4");
  CHECK(name({"0.0.0.0/0=IPv4"}, "2001:db8::1") == "-");
}

TEST_CASE("a network without a name tells what it contains") {
  const auto network = http::Network::parse("192.168.0.0/16");
  REQUIRE(network);
  CHECK(network->contains("192.168.255.1"));
  CHECK_FALSE(network->contains("192.169.0.0"));
  CHECK_FALSE(network->contains("unknown"));
  CHECK_FALSE(http::Network::parse("192.168.0.0/16=it"));
  CHECK_FALSE(http::Network::parse(" 192.168.0.0/16"));
}

TEST_CASE("what is no address has no network and no form") {
  for (const char* text :
       {"", "unknown", "10.1.2", "10.1.2.3.4", "10.1.2.256", "::g", "fe80::1%eth0", "10.1.2.3 "}) {
    CAPTURE(text);
    CHECK(name({"0.0.0.0/0=IPv4", "::/0=IPv6"}, text) == "-");
    CHECK_FALSE(http::plain_address(text));
  }
  CHECK(http::plain_address("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(http::plain_address("192.0.2.1") == "192.0.2.1");
  CHECK(http::plain_address("2001:0DB8:0:0::1") == "2001:db8::1");
}

TEST_CASE("a network is an address, a prefix and a name, and nothing is set behind the prefix") {
  for (const char* text :
       {"", "=", "10.0.0.0/8", "10.0.0.0/8=", "10.0.0.0/8= ", "=교내망", "/8=교내망", "10.0.0.0=교내망",
        "10.0.0.0/=교내망", "10.0.0.0/33=교내망", "10.0.0.0/-1=교내망", "10.0.0.0/8.0=교내망",
        "10.0.0.0/ 8=교내망", "10.0.0.0/255.0.0.0=교내망", "10.0.0.1/8=교내망", "10.0.0/8=교내망",
        "2001:db8::/129=기숙사", "2001:db8::1/32=기숙사", "campus/8=교내망"}) {
    CAPTURE(text);
    CHECK_FALSE(http::NamedNetwork::parse(text));
  }
  const auto network = http::NamedNetwork::parse(" 10.0.0.0/8 = A = B ");
  REQUIRE(network);
  CHECK(network->name == "A = B");
}

TEST_CASE("a client is an IPv4 address or an IPv6 network") {
  for (const auto& row : {
           std::pair{"192.0.2.1", "192.0.2.1"},
           {"2001:db8:0:1::1", "2001:db8:0:1::/64"},
           {"2001:0DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"},
           {"2001:db8:0:2::1", "2001:db8:0:2::/64"},
           {"::ffff:192.0.2.1", "192.0.2.1"},
           {"unknown", "unknown"},
           {"", ""},
       }) {
    CAPTURE(row.first);
    CHECK(http::client_network(row.first) == row.second);
  }
}

}  // namespace network_test
