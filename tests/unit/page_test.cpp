#include "core/page.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "core/token.h"

namespace page_test {

TEST_CASE("a cursor goes on where it was made, in the order it was made for") {
  for (const std::int64_t number :
       {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1772443800000}, INT64_MAX}) {
    const auto key = core::decode_cursor(core::encode_cursor({"newest", number, 7}), "newest");
    REQUIRE(key);
    CHECK(key->order == "newest");
    CHECK(key->key == number);
    CHECK(key->id == 7);
  }
  CHECK_FALSE(core::decode_cursor(core::encode_cursor({"newest", 1, 2}), "price_asc"));
}

TEST_CASE("what is no cursor of ours is none") {
  CHECK_FALSE(core::decode_cursor("", "newest"));
  CHECK_FALSE(core::decode_cursor("newest,1,2", "newest"));
  for (const char* plain :
       {"", "newest", "newest,1", "newest,,", "newest,1,", "newest,,2", "newest,1,2,3", "newest,1,2 ",
        "newest, 1,2", "newest,0x1,2", "newest,1e3,2", "newest,1.5,2", "newest,9223372036854775808,2",
        "newest,1,-9223372036854775809", "Newest,1,2", ",1,2"}) {
    CAPTURE(plain);
    CHECK_FALSE(core::decode_cursor(core::base64url(plain), "newest"));
  }
}

}  // namespace page_test
