#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "json/reader.h"
#include "json/value.h"
#include "json/whole_number.h"
#include "json/writer.h"

namespace json_test {

namespace {

using json::Fields;

// The code with which `act` throws; "" when it does not.
template <class Act>
std::string refusal(Act act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.code;
  }
  return "";
}

std::map<std::string, std::string> faults_of(Fields& f) {
  std::map<std::string, std::string> out;
  try {
    f.finish();
  } catch (const core::Error& error) {
    for (const auto& fault : error.fields) out[fault.pointer] = fault.code;
  }
  return out;
}

// The fault of the member "a" of that value, read by `read`.
template <class Read>
std::string fault_of(std::string_view value, Read read) {
  Fields f("{\"a\":" + std::string(value) + "}");
  read(f);
  const auto faults = faults_of(f);
  return faults.empty() ? "" : faults.begin()->second;
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

std::string object_of(std::size_t names) {
  std::string out = "{";
  for (std::size_t i = 0; i < names; ++i) out += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":1";
  return out + "}";
}

}  // namespace

TEST_CASE("a document becomes a tree of values") {
  const json::Value root =
      json::parse(R"({"t":"a\u00e9\ud83d\ude00\n","n":-1.50e+3,"b":true,"x":null,"l":[1,[],{}]})");
  REQUIRE(root.type == json::Value::Type::object);
  CHECK(root.find("t")->text == "aé😀\n");
  CHECK(root.find("n")->text == "-1.50e+3");
  CHECK(root.find("b")->boolean);
  CHECK(root.find("x")->type == json::Value::Type::null);
  CHECK(root.find("l")->items.size() == 3);
  CHECK(root.find("T") == nullptr);
  CHECK(json::parse(" [ ] ").type == json::Value::Type::array);
}

TEST_CASE("what is no JSON is malformed") {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "[1",
                                      "[1,]",
                                      "{\"a\":1,}",
                                      "{a:1}",
                                      "{'a':1}",
                                      "nul",
                                      "NaN",
                                      "01",
                                      "+1",
                                      ".5",
                                      "1.",
                                      "1e",
                                      "\"\n\"",
                                      "\"\\x\"",
                                      "\"\\ud800\"",
                                      "\"\\ude00\"",
                                      "{\"\\ude00\":1}",
                                      "\"\\ud800\\u0041\"",
                                      "\"\xff\"",
                                      "\"\xc0\xaf\"",
                                      "\"\xed\xa0\x80\"",
                                      "[] []",
                                      "[]x",
                                      "/* */ []",
                                      "\xef\xbb\xbf",
                                      "[1e400]"}) {
    CAPTURE(text);
    CHECK(refusal([&] { json::parse(text); }) == "malformed-json");
  }
  for (const std::string_view text : {std::string_view("[]\0", 3), std::string_view("[\0]", 3)}) {
    CHECK(refusal([&] { json::parse(text); }) == "malformed-json");
  }
}

TEST_CASE("depth and names have an end, and no name stands twice") {
  CHECK(refusal([] { json::parse(nested(json::max_depth)); }).empty());
  CHECK(refusal([] { json::parse(nested(json::max_depth + 1)); }) == "malformed-json");
  CHECK(refusal([] { json::parse(std::string(1'000'000, '[')); }) == "malformed-json");
  CHECK(refusal([] { json::parse(object_of(json::max_names)); }).empty());
  CHECK(refusal([] { json::parse(object_of(json::max_names + 1)); }) == "malformed-json");
  CHECK(refusal([] { json::parse(R"({"a":1,"\u0061":2})"); }) == "malformed-json");
  CHECK(refusal([] { json::parse(R"({"a":{"b":1},"b":1})"); }).empty());
}

TEST_CASE("a number is whole or not, however it is written") {
  const auto read = [](std::string_view text) -> std::string {
    std::int64_t value = 0;
    switch (json::whole_number(text, value)) {
      case json::NumberFault::none:
        return std::to_string(value);
      case json::NumberFault::fraction:
        return "fraction";
      case json::NumberFault::too_small:
        return "too small";
      case json::NumberFault::too_large:
        return "too large";
    }
    return "";
  };
  for (const auto& row : {
           std::pair{"0", "0"},
           {"-0", "0"},
           {"0.000", "0"},
           {"0e99999999999999999999", "0"},
           {"5000", "5000"},
           {"5000.0", "5000"},
           {"5e3", "5000"},
           {"5E+3", "5000"},
           {"0.05e5", "5000"},
           {"50000e-1", "5000"},
           {"-12.5e1", "-125"},
           {"1.5", "fraction"},
           {"5e-1", "fraction"},
           {"1e-99999999999999999999", "fraction"},
           {"0.1", "fraction"},
           {"9223372036854775807", "9223372036854775807"},
           {"-9223372036854775808", "-9223372036854775808"},
           {"9223372036854775808", "too large"},
           {"-9223372036854775809", "too small"},
           {"922337203685477580.7e1", "9223372036854775807"},
           {"1e19", "too large"},
           {"-1e300", "too small"},
           {"1e99999999999999999999", "too large"},
       }) {
    CAPTURE(row.first);
    CHECK(read(row.first) == row.second);
  }
  CHECK(read(std::string(100'000, '9')) == "too large");
  CHECK(read("0." + std::string(100'000, '0') + "1") == "fraction");
}

TEST_CASE("a text keeps its rule") {
  const auto text = [](json::TextRule rule) { return [rule](Fields& f) { f.text("a", rule); }; };
  const json::TextRule two_to_three{.min = 2, .max = 3};
  for (const auto& row : {
           std::pair{"\"ab\"", ""},
           {"\"a\"", "too-short"},
           {"\"abcd\"", "too-long"},
           {"\" ab \"", ""},
           {"\"\"", "required"},
           {"\"  \"", "required"},
           {"null", "required"},
           {"1", "wrong-type"},
           {"[]", "wrong-type"},
           {"\"기린책\"", ""},
           {"\"😀😀😀\"", ""},
           {"\"a\\u0000b\"", "control-character"},
           {"\"a\\nb\"", "control-character"},
           {"\"a\\u202eb\"", "control-character"},
           {"\"\\u1100\\u1175\\u1105\\u1175\\u11ab\"", ""},  // five jamo, two syllables
       }) {
    CAPTURE(row.first);
    CHECK(fault_of(row.first, text(two_to_three)) == row.second);
  }
  CHECK(fault_of("\"a\\nb\"", text({.max = 3, .lines = true})).empty());
  CHECK(fault_of("\" a \"", text({.max = 2, .trim = false})) == "too-long");
  CHECK(fault_of("\"\"", [](Fields& f) { CHECK_FALSE(f.optional_text("a", {.min = 1, .max = 3})); }).empty());
  CHECK(fault_of("\"a\"", [](Fields& f) { f.optional_text("a", {.min = 2, .max = 3}); }) == "too-short");
}

TEST_CASE("numbers, choices, booleans and lists keep their rules") {
  const auto price = [](Fields& f) { f.integer("a", 0, 100); };
  const auto choice = [](Fields& f) { f.choice("a", {"x", "y"}); };
  const auto flag = [](Fields& f) { f.boolean("a"); };
  const auto texts = [](Fields& f) { f.optional_texts("a", 2, {.min = 1, .max = 3}); };
  const auto choices = [](Fields& f) { f.optional_choices("a", {"x", "y"}); };
  const auto nothing = [](Fields&) {};
  CHECK(fault_of("100", price).empty());
  CHECK(fault_of("101", price) == "too-large");
  CHECK(fault_of("-1", price) == "too-small");
  CHECK(fault_of("1e300", price) == "too-large");
  CHECK(fault_of("\"1\"", price) == "wrong-type");
  CHECK(fault_of("true", price) == "wrong-type");
  CHECK(fault_of("\"x\"", choice).empty());
  CHECK(fault_of("\"X\"", choice) == "not-allowed");
  CHECK(fault_of("1", choice) == "wrong-type");
  CHECK(fault_of("false", flag).empty());
  CHECK(fault_of("0", flag) == "wrong-type");
  CHECK(fault_of("null", flag) == "required");
  CHECK(fault_of("[\"a\",\"b\"]", texts).empty());
  CHECK(fault_of("[\"a\",\"a\"]", texts) == "duplicate");
  CHECK(fault_of("[\"a\",\"b\",\"c\"]", texts) == "too-long");
  CHECK(fault_of("[1]", texts) == "wrong-type");
  CHECK(fault_of("{}", texts) == "wrong-type");
  CHECK(fault_of("[\"x\",\"z\"]", choices) == "not-allowed");
  CHECK(fault_of("1", nothing) == "unknown-field");
}

TEST_CASE("all faults of a body are told, with their pointers") {
  Fields f(R"({"book":{"title":"","nonsense":1},"list":["a",1],"a/b~c":1,"gone":null})");
  Fields book = f.object("book");
  book.text("title", {.min = 1, .max = 3});
  f.optional_texts("list", 3, {.min = 1, .max = 3});
  f.integer("price", 0, 1);
  f.object("course");
  CHECK(f.mentions("gone"));
  CHECK_FALSE(f.has("gone"));
  CHECK_FALSE(f.optional_text("gone", {.max = 1}).has_value());
  f.fault("password", "common-password", "x");
  CHECK(f.faulty("password"));
  CHECK(faults_of(f) == std::map<std::string, std::string>{{"/a~1b~0c", "unknown-field"},
                                                           {"/book/nonsense", "unknown-field"},
                                                           {"/book/title", "required"},
                                                           {"/course", "required"},
                                                           {"/list/1", "wrong-type"},
                                                           {"/password", "common-password"},
                                                           {"/price", "required"}});
}

TEST_CASE("the code tells whether all faults are unknown members") {
  CHECK(refusal([] { Fields(R"({"a":1})").finish(); }) == "unknown-field");
  CHECK(refusal([] {
          Fields f(R"({"a":1})");
          f.integer("b", 0, 1);
          f.finish();
        }) == "invalid-fields");
  CHECK(refusal([] { Fields("{}").finish(); }).empty());
  CHECK(refusal([] { Fields("[]"); }) == "invalid-fields");
  CHECK(refusal([] { Fields(""); }) == "malformed-json");
}

TEST_CASE("a character that has to be escaped is, at every place of a text of every length") {
  const std::map<std::string, std::string> escaped = {{"\"", "\\\""},       {"\\", "\\\\"},
                                                      {"\n", "\\n"},        {std::string(1, '\0'), "\\u0000"},
                                                      {"\x1f", "\\u001F"},  {" ", " "},
                                                      {"!", "!"},           {"#", "#"},
                                                      {"[", "["},           {"]", "]"},
                                                      {"\x7f", "\x7f"},     {"한", "한"},
                                                      {"\u0080", "\u0080"}, {"\U0010FFFF", "\U0010FFFF"}};
  CHECK(json::quoted({}) == R"("")");
  for (const auto& [character, written] : escaped) {
    for (std::size_t length = 0; length < 20; ++length) {
      for (std::size_t at = 0; at <= length; ++at) {
        const std::string before(at, 'a');
        const std::string after(length - at, 'z');
        CHECK(json::quoted(before + character + after) == '"' + before + written + after + '"');
      }
    }
  }
}

TEST_CASE("what is written is JSON") {
  const std::vector<std::optional<std::string>> missing(1);
  json::Writer w;
  w.open().text("t", "a\"\\\n기").text("none", missing[0]).integer("i", -5).number("n", 4.6666);
  w.boolean("b", true).null("x").time("at", std::int64_t{0}).raw("r", "[1]");
  w.open_array("l")
      .element("a")
      .raw_element("{}")
      .open()
      .integer("i", 1)
      .close()
      .close_array()
      .open("o")
      .close();
  w.close();
  CHECK(w.take() ==
        R"({"t":"a\"\\\n기","none":null,"i":-5,"n":4.67,"b":true,"x":null,"at":"1970-01-01T00:00:00.000Z",)"
        R"("r":[1],"l":["a",{},{"i":1}],"o":{}})");
  CHECK(w.open().close().take() == "{}");
}

}  // namespace json_test
