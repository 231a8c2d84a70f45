#include "http/problem.h"

#include <doctest/doctest.h>

namespace problem_test {

TEST_CASE("an error becomes a problem document with its code, request id and headers") {
  core::Error error(409, "action-not-allowed", "Not \"now\".");
  error.with_header("Retry-After", "3").with_member("actions", R"(["accept"])");
  const http::Response response = http::problem(error, "01ABC");
  CHECK(response.status == 409);
  CHECK(*response.header("Content-Type") == "application/problem+json");
  CHECK(*response.header("Cache-Control") == "no-store");
  CHECK(*response.header("Retry-After") == "3");
  CHECK(*response.body ==
        R"({"type":"/problems/action-not-allowed","title":"Conflict","status":409,"detail":"Not \"now\".",)"
        R"("code":"action-not-allowed","request_id":"01ABC","actions":["accept"]})");
}

TEST_CASE("a problem lists every fault of the fields") {
  const core::Error error(422, "invalid-fields", "Some fields are not valid.",
                          {{"/price", "too-large", "At most 10,000,000."}, {"/title", "missing", "Needed."}});
  CHECK(http::problem(error, "x")
            .body->ends_with(
                R"("errors":[{"pointer":"/price","code":"too-large","detail":"At most 10,000,000."},)"
                R"({"pointer":"/title","code":"missing","detail":"Needed."}]})"));
}

TEST_CASE("an unexpected exception tells nothing but the request id") {
  const http::Response response = http::problem(http::internal_error(), "01ABC");
  CHECK(response.status == 500);
  CHECK(response.body->find(R"("code":"internal-error","request_id":"01ABC")") != std::string::npos);
}

}  // namespace problem_test
