#include "http/etag.h"

#include <doctest/doctest.h>

namespace etag_test {

namespace {

bool names(std::string_view list) {
  return http::any_tag(list, [](std::string_view tag) { return tag == http::entity_tag("b"); });
}

}  // namespace

TEST_CASE("a list of tags names one of them, weak or strong, or whatever there is") {
  for (const char* list :
       {"\"b\"", "W/\"b\"", "*", "\"a\", \"b\"", "\"a\" ,\t\"b\" , \"c\"", "\"a\",,\"b\",", ", *"}) {
    CAPTURE(list);
    CHECK(names(list));
  }
  for (const char* list :
       {"", ",", "\"a\"", "b", "\"B\"", "w/\"b\"", "W/ \"b\"", "\"b\" \"a\"", "**", "\"*\""}) {
    CAPTURE(list);
    CHECK_FALSE(names(list));
  }
}

}  // namespace etag_test
