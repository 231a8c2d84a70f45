#include "http/router.h"

#include <doctest/doctest.h>

namespace router_test {

namespace {

http::Route route(http::Method method, std::string pattern) {
  return {method, std::move(pattern), http::Access::anyone, http::Lane::io, nullptr};
}

struct Found {
  std::string pattern;  // "-": none
  std::string allowed;
  std::vector<http::NameValue> params;
};

Found find(http::Method method, std::string path) {
  using http::Method;
  static const http::Router router(
      {route(Method::get, "/users/{username}"), route(Method::get, "/users/me"),
       route(Method::patch, "/users/me"), route(Method::put, "/users/me/password"),
       route(Method::get, "/users/{username}/reviews"), route(Method::post, "/users")});
  http::Request request;
  request.method = method;
  request.path = std::move(path);
  Found found;
  const http::Route* taken = router.find(request, found.allowed);
  found.pattern = taken != nullptr ? taken->pattern : "-";
  found.params = request.params;
  return found;
}

}  // namespace

TEST_CASE("a path finds its route, fixed segments before captured ones") {
  using http::Method;
  struct Row {
    Method method;
    const char* path;
    const char* pattern;
    const char* allowed;
  };
  for (const Row& row : {
           Row{Method::get, "/users/minji", "/users/{username}", "GET, HEAD, OPTIONS"},
           {Method::get, "/users/me", "/users/me", "GET, HEAD, PATCH, OPTIONS"},
           {Method::head, "/users/me", "/users/me", "GET, HEAD, PATCH, OPTIONS"},
           {Method::patch, "/users/me", "/users/me", "GET, HEAD, PATCH, OPTIONS"},
           {Method::del, "/users/me", "-", "GET, HEAD, PATCH, OPTIONS"},
           {Method::options, "/users", "-", "POST, OPTIONS"},
           {Method::head, "/users", "-", "POST, OPTIONS"},
           {Method::get, "/users/me/reviews", "/users/{username}/reviews", "GET, HEAD, OPTIONS"},
           {Method::get, "/users/minji/password", "-", ""},
           {Method::get, "/users/", "-", ""},
           {Method::get, "/users/me/", "-", ""},
           {Method::get, "/Users/me", "-", ""},
           {Method::get, "/", "-", ""},
           {Method::get, "/users/minji/reviews/1", "-", ""},
       }) {
    CAPTURE(row.path);
    const Found found = find(row.method, row.path);
    CHECK(found.pattern == row.pattern);
    CHECK(found.allowed == row.allowed);
  }
}

TEST_CASE("what a pattern captures is told by its name") {
  CHECK(find(http::Method::get, "/users/minji").params ==
        std::vector<http::NameValue>{{"username", "minji"}});
  CHECK(find(http::Method::get, "/users/me").params.empty());
}

}  // namespace router_test
