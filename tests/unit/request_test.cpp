#include "http/request.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "http/outbox.h"
#include "http/request_id.h"
#include "http/response.h"

namespace request_test {

TEST_CASE("the first header of a name is found by its lower-case name") {
  http::Request request;
  request.headers = {{"accept", "a"}, {"x", ""}, {"accept", "b"}};
  CHECK(request.header("accept") == "a");
  CHECK(request.header("x") == "");
  CHECK_FALSE(request.header("Accept").has_value());
}

TEST_CASE("a cookie is found among others, whatever stands around it") {
  http::Request request;
  request.headers = {{"cookie", "foo; =x;; a=1;session = no; xsession=2 ;\tsession=abc=d; session=late"},
                     {"accept", "z=1"},
                     {"cookie", "other=yes"}};
  CHECK(request.cookie("session") == "abc=d");
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("xsession") == "2");
  CHECK(request.cookie("other") == "yes");
  CHECK_FALSE(request.cookie("foo").has_value());
  CHECK_FALSE(request.cookie("z").has_value());
}

TEST_CASE("methods have their names") {
  CHECK(name(http::Method::del) == "DELETE");
  CHECK(name(http::Method::options) == "OPTIONS");
}

TEST_CASE("the usual answers carry what they need") {
  CHECK(*http::json("{}").header("Content-Type") == "application/json");
  const http::Response created = http::created("/posts/1", "{}");
  CHECK(created.status == 201);
  CHECK(*created.header("Location") == "/posts/1");
  CHECK(http::no_content().body == nullptr);
  CHECK(http::json("{}").header("content-type") == nullptr);
  CHECK(http::reason(404) == "Not Found");
}

TEST_CASE("request ids are 26 characters of Crockford's base32 and differ") {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = http::new_request_id();
    REQUIRE(id.size() == 26);
    REQUIRE(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
    REQUIRE(id.front() <= '7');  // 128 bits, not 130
    ids.insert(id);
  }
  CHECK(ids.size() == 10'000);
}

TEST_CASE("an answer is serialised with the server's headers first and the app's behind") {
  http::Response response = http::json(201, "{}");
  response.with("Location", "/posts/1").with("Connection", "upgrade").with("X-Bad", "a\r\nX-Evil: 1");
  const std::string head = http::response_head(response, {3, 7, false, true, "ID"}, true);
  CHECK(head.starts_with("HTTP/1.1 201 Created\r\nDate: "));
  CHECK(
      head.ends_with("\r\nContent-Length: 2\r\nConnection: keep-alive\r\nX-Request-Id: ID\r\n"
                     "Content-Type: application/json\r\nLocation: /posts/1\r\n\r\n"));
}

}  // namespace request_test
