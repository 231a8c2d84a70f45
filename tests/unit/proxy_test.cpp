#include "http/proxy.h"

#include <doctest/doctest.h>

namespace proxy_test {

namespace {

// Who the client is, and over what it came, for a request from 10.0.0.1 with these headers.
std::string client(std::vector<http::NameValue> headers, const std::vector<std::string>& trusted) {
  http::Request request;
  request.peer = "10.0.0.1";
  request.headers = std::move(headers);
  http::apply_forwarded(request, trusted);
  return request.peer + (request.https ? " https" : "");
}

constexpr const char* forwarded = "x-forwarded-for";

}  // namespace

TEST_CASE("nobody's word counts but a trusted proxy's") {
  CHECK(client({{forwarded, "1.1.1.1"}, {"x-forwarded-proto", "https"}}, {}) == "10.0.0.1");
  CHECK(client({{forwarded, "1.1.1.1"}, {"x-forwarded-proto", "https"}}, {"10.0.0.2"}) == "10.0.0.1");
  CHECK(client({{forwarded, "1.1.1.1"}, {"x-forwarded-proto", "https"}}, {"10.0.0.1"}) == "1.1.1.1 https");
}

TEST_CASE("a proxy that nobody trusts is noticed, so that its address is not taken for the client's") {
  const auto proxied = [](std::vector<http::NameValue> headers, const std::vector<std::string>& trusted) {
    http::Request request;
    request.peer = "10.0.0.1";
    request.headers = std::move(headers);
    http::apply_forwarded(request, trusted);
    return request.proxied;
  };
  CHECK_FALSE(proxied({}, {}));
  CHECK_FALSE(proxied({}, {"10.0.0.1"}));
  CHECK_FALSE(proxied({{forwarded, "1.1.1.1"}}, {"10.0.0.1"}));
  CHECK(proxied({{forwarded, "1.1.1.1,"}}, {"10.0.0.1"}));
  for (const char* header : {forwarded, "forwarded", "x-real-ip", "via"}) {
    CAPTURE(header);
    CHECK(proxied({{header, "127.0.0.1"}}, {}));
    CHECK(proxied({{header, "127.0.0.1"}}, {"10.0.0.2"}));
  }
}

TEST_CASE("the client is the last address that is no trusted proxy's own") {
  const std::vector<std::string> trusted = {"10.0.0.1", "10.0.0.2", "::1"};
  for (const auto& row : {
           std::pair{"1.1.1.1", "1.1.1.1"},
           {"9.9.9.9, 1.1.1.1", "1.1.1.1"},
           {"9.9.9.9,1.1.1.1,10.0.0.2", "1.1.1.1"},
           {" 2001:db8::1 , ::1", "2001:db8::1"},
           {"2001:0DB8:0:0::1, 0:0:0:0:0:0:0:1, ::ffff:10.0.0.2", "2001:db8::1"},
           {"9.9.9.9, unknown", "unknown"},
           {"10.0.0.2", "10.0.0.2"},
           {"", "10.0.0.1"},
           {",", "10.0.0.1"},
           {"1.1.1.1,", "10.0.0.1"},
       }) {
    CAPTURE(row.first);
    CHECK(client({{forwarded, row.first}}, trusted) == row.second);
  }
  CHECK(client({{forwarded, "9.9.9.9"}, {"accept", "x"}, {forwarded, "1.1.1.1"}}, trusted) == "1.1.1.1");
  CHECK(client({}, trusted) == "10.0.0.1");
}

TEST_CASE("https is what the proxy says it is") {
  CHECK(client({{"x-forwarded-proto", "http"}}, {"10.0.0.1"}) == "10.0.0.1");
  CHECK(client({{"x-forwarded-proto", "https"}}, {"10.0.0.1"}) == "10.0.0.1 https");
}

}  // namespace proxy_test
