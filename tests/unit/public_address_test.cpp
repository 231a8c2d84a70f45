#include "http/public_address.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "core/error.h"

namespace public_address_test {

namespace {

std::string address(const std::string& configured, const char* host, bool https) {
  http::Request request;
  if (host != nullptr) request.headers = {{"host", host}};
  request.https = https;
  return http::PublicAddress(configured).of(request);
}

}  // namespace

TEST_CASE("without a configured address the request's own is taken") {
  CHECK(address("", "market.example.ac.kr", true) == "https://market.example.ac.kr");
  CHECK(address("", "[::1]:8080", false) == "http://[::1]:8080");
  CHECK_THROWS_AS(address("", nullptr, false), core::Error);
  CHECK_THROWS_AS(address("", "a\"b", false), core::Error);
}

TEST_CASE("a configured address is taken whatever the request says") {
  CHECK(address("https://books.ac.kr", "evil.example", false) == "https://books.ac.kr");
  CHECK(address("http://10.0.0.1:8080", nullptr, true) == "http://10.0.0.1:8080");
  for (const char* wrong : {"books.ac.kr", "ftp://a", "https://", "https://a/", "https://a/b", "https://a?b",
                            "https://a b", "https://u@a", "HTTPS://a"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(http::PublicAddress{wrong}, std::runtime_error);
  }
}

TEST_CASE("a host is a name or an address, and perhaps a port") {
  for (const char* host : {"a", "a.b-c_d", "10.0.0.1", "a:80", "[::1]", "[2001:db8::1]:65535"}) {
    CAPTURE(host);
    CHECK(http::is_host(host));
  }
  for (const char* none : {"", ":80", "a:", "a:b", "a:123456", "a:80:80", "::1", "[]", "[::1", "[::1]x",
                           "[::1]:", "[g]", "a/b", "a'b", "a&b", "a<b", "a b", "a%20b", "기린"}) {
    CAPTURE(none);
    CHECK_FALSE(http::is_host(none));
  }
  CHECK_FALSE(http::is_host(std::string(260, 'a')));
}

}  // namespace public_address_test
