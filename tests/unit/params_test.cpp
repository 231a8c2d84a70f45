#include "http/params.h"

#include <doctest/doctest.h>

#include <map>

namespace params_test {

namespace {

http::Request request(std::vector<http::NameValue> query) {
  http::Request made;
  made.path = "/posts";
  made.query = std::move(query);
  return made;
}

// The fault of the parameter "a" of that value, read by `read`.
template <class Read>
std::string fault_of(std::string value, Read read) {
  const http::Request from = request({{"a", std::move(value)}});
  http::Query query(from);
  read(query);
  try {
    query.finish();
  } catch (const core::Error& error) {
    CHECK(error.status == 400);
    REQUIRE(error.fields.size() == 1);
    CHECK(error.fields[0].pointer == "?a");
    return error.fields[0].code;
  }
  return "";
}

}  // namespace

TEST_CASE("parameters of the query keep their rules") {
  const auto integer = [](http::Query& q) { q.integer("a", 1, 100); };
  const auto text = [](http::Query& q) { q.text("a", 2); };
  const auto flag = [](http::Query& q) { q.boolean("a"); };
  const auto choices = [](http::Query& q) { q.choices("a", {"x", "y"}); };
  for (const auto& row : {std::pair{"1", ""},
                          {"100", ""},
                          {"", ""},
                          {"0", "too-small"},
                          {"101", "too-large"},
                          {"1.0", "wrong-type"},
                          {"1e1", "wrong-type"},
                          {" 1", "wrong-type"},
                          {"+1", "wrong-type"},
                          {"99999999999999999999", "wrong-type"}}) {
    CAPTURE(row.first);
    CHECK(fault_of(row.first, integer) == row.second);
  }
  CHECK(fault_of("기린", text).empty());
  CHECK(fault_of(" 기린 ", text) == "too-long");
  CHECK(fault_of("a\nb", text) == "control-character");
  CHECK(fault_of("true", flag).empty());
  CHECK(fault_of("1", flag) == "not-allowed");
  CHECK(fault_of("x,y,x", choices).empty());
  CHECK(fault_of("x,z", choices) == "not-allowed");
  CHECK(fault_of("x,", choices) == "not-allowed");
  CHECK(fault_of("1", [](http::Query&) {}) == "unknown-field");
}

TEST_CASE("what is empty counts as not given, what is given twice is a fault") {
  const http::Request from = request({{"a", ""}, {"b", "1"}, {"b", "1"}, {"c", "x,y,x"}});
  http::Query query(from);
  CHECK_FALSE(query.text("a", 10).has_value());
  query.integer("b", 0, 9);
  CHECK(query.choices("c", {"x", "y"}) == std::vector<std::string>{"x", "y"});
  CHECK_THROWS_AS(query.finish(), core::Error);
}

TEST_CASE("what stands in a path as an id is a positive whole number or nothing there") {
  for (const auto& row : {std::pair{"1", 1},
                          {"007", 7},
                          {"0", 0},
                          {"-1", 0},
                          {"+1", 0},
                          {"1 ", 0},
                          {"1e1", 0},
                          {"", 0},
                          {"9223372036854775808", 0}}) {
    CAPTURE(row.first);
    http::Request from;
    from.params = {{"id", row.first}};
    if (row.second > 0) {
      CHECK(http::path_number(from, "id") == row.second);
    } else {
      CHECK_THROWS_AS(http::path_number(from, "id"), core::Error);
    }
  }
}

TEST_CASE("a link to the next page keeps the query, encoded anew, and has one cursor") {
  const auto from = request({{"q", "a&b \"<기>"}, {"cursor", "old"}, {"limit", "1"}});
  CHECK(http::next_link(from, "new_-1") ==
        "</posts?q=a%26b%20%22%3C%EA%B8%B0%3E&limit=1&cursor=new_-1>; rel=\"next\"");
  CHECK(http::next_link(request({}), "x") == "</posts?cursor=x>; rel=\"next\"");
}

}  // namespace params_test
