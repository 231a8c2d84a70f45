#include "http/multipart.h"

#include <doctest/doctest.h>

#include "core/error.h"

namespace multipart_test {

using http::parse_multipart;

namespace {

const std::string type = "multipart/form-data; boundary=X-1";

std::string part(const std::string& headers, const std::string& content) {
  return "--X-1\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}
std::string photo(const std::string& content) {
  return part(
      "Content-Disposition: form-data; name=\"photo\"; filename=\"book.jpg\"\r\nContent-Type: image/jpeg",
      content);
}
const std::string end = "--X-1--\r\n";

bool refused(std::string_view content_type, std::string_view body) {
  try {
    (void)parse_multipart(content_type, body);
  } catch (const core::Error& error) {
    return error.status == 400 && error.code == "malformed-multipart";
  }
  return false;
}

}  // namespace

TEST_CASE("the parts of a form come with names, file names, types and their very bytes") {
  const std::string content("\xFF\xD8\r\n--X-\r\n\0--X-", 15);
  const std::string body =
      photo(content) + part("content-disposition: FORM-DATA; name=note", "안녕\r\n") + photo("") + end;
  const auto parts = parse_multipart(type, body);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].name == "photo");
  CHECK(parts[0].filename == "book.jpg");
  CHECK(parts[0].content_type == "image/jpeg");
  CHECK(parts[0].content == content);
  CHECK(parts[1].name == "note");
  CHECK_FALSE(parts[1].filename);
  CHECK_FALSE(parts[1].content_type);
  CHECK(parts[1].content == "안녕\r\n");
  CHECK(parts[2].content.empty());
}

TEST_CASE("a form without parts is empty") {
  CHECK(parse_multipart(type, end).empty());
}

TEST_CASE("the boundary may be quoted, and the type spelt in any case") {
  CHECK(parse_multipart("Multipart/Form-Data; charset=utf-8; Boundary=\"a b'()+,./:=?\"", "--a b'()+,./:=?--")
            .empty());
  CHECK(http::is_multipart("Multipart/Form-Data ; boundary=x"));
  CHECK_FALSE(http::is_multipart("multipart/mixed; boundary=x"));
  CHECK_FALSE(http::is_multipart("image/jpeg"));
}

TEST_CASE("a file name keeps its quotes, backslashes and Korean") {
  const auto name_of = [](const std::string& value) {
    return *parse_multipart(
                type, part("Content-Disposition: form-data; name=photo; filename=" + value, "") + end)[0]
                .filename;
  };
  CHECK(name_of(R"("a\"b\\c")") == R"(a"b\c)");
  CHECK(name_of(R"("C:\temp\책.jpg")") == R"(C:\temp\책.jpg)");
  CHECK(name_of(R"("a;b=c")") == "a;b=c");
  CHECK(name_of(R"("")").empty());
}

TEST_CASE("a Content-Type without a usable boundary is refused") {
  const std::string long_boundary(71, 'a');
  for (const std::string& wrong :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        std::string("multipart/form-data; boundary=\"\""), std::string("multipart/form-data; boundary=\"a "),
        std::string("multipart/form-data; boundary=\"a \""),
        std::string("multipart/form-data; boundary=\"a\r\n\""),
        std::string("multipart/form-data; boundary=a{"),
        std::string("multipart/form-data; boundary=a; boundary=b"),
        std::string("multipart/form-data boundary=a"), std::string("multipart/mixed; boundary=a"),
        std::string("image/png"), std::string(), "multipart/form-data; boundary=" + long_boundary}) {
    CAPTURE(wrong);
    CHECK(refused(wrong, "--a--"));
  }
  CHECK(parse_multipart("multipart/form-data; boundary=" + long_boundary.substr(1),
                        "--" + long_boundary.substr(1) + "--")
            .empty());
}

TEST_CASE("a body that is not framed as it should be is refused") {
  const std::string whole = photo("abc") + end;
  REQUIRE(parse_multipart(type, whole).size() == 1);
  // Only the line's end behind the last boundary may be missing.
  for (std::size_t length = 0; length < whole.size() - 2; ++length) {
    CAPTURE(length);
    CHECK((refused(type, whole.substr(0, length))));
  }
  CHECK(parse_multipart(type, whole.substr(0, whole.size() - 2)).size() == 1);
  CHECK(refused(type, whole + "x"));
  CHECK(refused(type, "\r\n" + whole));
  CHECK(refused(type, "preamble\r\n" + whole));
  CHECK(refused(type, photo("a\r\n--X-12") + end));  // a boundary with something behind it is none of ours
  CHECK(refused(type, "--X-1\n" + whole));
}

TEST_CASE("a part's headers are held to their form and size") {
  const auto with = [](const std::string& headers) { return part(headers, "") + end; };
  const std::string named = "Content-Disposition: form-data; name=a";
  CHECK(parse_multipart(type, with(named + "\r\nContent-Transfer-Encoding: binary\r\nX-Other: 1")).size() ==
        1);
  for (const std::string& wrong :
       {std::string("Content-Type: image/png"), std::string("Content-Disposition: form-data"),
        std::string("Content-Disposition: attachment; name=a"), named + "\r\n" + named, named + "; name=b",
        std::string("Content-Disposition: form-data; name=\"\xFF\""), named + "; filename=\"x",
        named + "; filename=\"x\"y", named + "; filename",
        named + "\r\nContent-Type: a/b\r\nContent-Type: a/b", named + "\r\nContent-Transfer-Encoding: base64",
        named + "\r\nno colon", named + "\r\n: nameless", named + "\r\n folded", named + "\r\nX: a\rb",
        named + std::string("\r\nX: a\0b", 8)}) {
    CAPTURE(wrong);
    CHECK(refused(type, with(wrong)));
  }
  CHECK(parse_multipart(type, with(named + "\r\nX: " + std::string(3900, 'a'))).size() == 1);
  CHECK(refused(type, with(named + "\r\nX: " + std::string(4100, 'a'))));
  std::string many = named;
  for (int i = 0; i < 1000; ++i) many += "\r\nX: 1";
  CHECK(refused(type, with(many)));
}

TEST_CASE("sixteen parts are taken and no more") {
  std::string body;
  for (int i = 0; i < 16; ++i) body += photo("x");
  CHECK(parse_multipart(type, body + end).size() == 16);
  CHECK(refused(type, body + photo("x") + end));
}

}  // namespace multipart_test
