#include "core/token.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace token_test {

namespace {

struct Crypto {
  Crypto() { core::init_crypto(); }
};

}  // namespace

TEST_CASE_FIXTURE(Crypto, "bytes go through base64url and back, without padding") {
  CHECK(core::base64url("").empty());
  CHECK(core::base64url("f") == "Zg");
  CHECK(core::base64url("fo") == "Zm8");
  CHECK(core::base64url("foo") == "Zm9v");
  CHECK(core::base64url("\xFB\xFF\xFE") == "-__-");
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string bytes = core::random_bytes(size);
    CHECK(core::from_base64url(core::base64url(bytes)) == bytes);
  }
}

TEST_CASE_FIXTURE(Crypto, "anything but the exact form is no base64url") {
  for (const char* text : {"Zg==", "Z", "Zg\n", " Zg", "+//+", "Zh", "Zm9v!", "책"}) {
    CAPTURE(text);
    CHECK(core::from_base64url(text).empty());
  }
}

TEST_CASE_FIXTURE(Crypto, "a token has 256 bits, and no two are alike") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = core::new_token();
    CHECK(token.size() == 43);
    CHECK(core::from_base64url(token).size() == 32);
    seen.insert(token);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE_FIXTURE(Crypto, "a public id is recognised, and what could lead elsewhere in a path is not") {
  std::set<std::string> seen;
  std::set<char> used;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = core::new_public_id();
    CHECK(core::is_public_id(id));
    used.insert(id.begin(), id.end());
    seen.insert(id);
  }
  CHECK(seen.size() == 1000);
  CHECK(used.size() == 32);
  const std::string id = core::new_public_id();
  for (const std::string& text :
       {std::string(), id.substr(1), id + "a", "../" + id.substr(3), "A" + id.substr(1), id.substr(1) + "/",
        id.substr(1) + "\n", id.substr(1) + std::string(1, '\0')}) {
    CAPTURE(text);
    CHECK_FALSE(core::is_public_id(text));
  }
}

TEST_CASE_FIXTURE(Crypto, "a digest is BLAKE2b of 32 bytes") {
  // From the specification's reference implementation, for the empty text.
  CHECK(core::hex(core::digest("")) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(core::digest("a") != core::digest("b"));
  CHECK(core::hex(std::string("\x00\x0F\xFF", 3)) == "000fff");
  CHECK(core::hex("").empty());
}

TEST_CASE("a fingerprint is another for other bytes, of any length, and the same for the same") {
  const std::string text(1000, 'x');
  CHECK(core::fingerprint(text) == core::fingerprint(std::string(1000, 'x')));
  CHECK(core::fingerprint(text).size() == 32);
  std::set<std::string> seen{core::fingerprint(text)};
  for (std::size_t length = 0; length < text.size(); ++length) {
    std::string other = text;
    other[length] = 'y';
    seen.insert(core::fingerprint(other));
    seen.insert(core::fingerprint(std::string_view(text).substr(0, length)));
  }
  CHECK(seen.size() == 2001);
}

TEST_CASE("base64 is padded as mail has it") {
  CHECK(core::base64("") == "");
  CHECK(core::base64("a") == "YQ==");
  CHECK(core::base64("ab?") == "YWI/");
}

TEST_CASE("codes have the digits that are asked for, each of them, and differ") {
  core::init_crypto();
  std::set<std::string> codes;
  std::set<char> first;
  for (int i = 0; i < 500; ++i) {
    const std::string code = core::new_code(6);
    CHECK(code.size() == 6);
    CHECK(code.find_first_not_of("0123456789") == std::string::npos);
    first.insert(code.front());
    codes.insert(code);
  }
  CHECK(codes.size() > 450);
  CHECK(first.size() == 10);
}

TEST_CASE("secrets are the same or not") {
  CHECK(core::same_secret("abc", "abc"));
  CHECK(core::same_secret("", ""));
  CHECK_FALSE(core::same_secret("abc", "abd"));
  CHECK_FALSE(core::same_secret("abc", "abcd"));
}

}  // namespace token_test
