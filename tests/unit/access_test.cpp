#include "app/access.h"

#include <doctest/doctest.h>

#include <string>

#include "core/error.h"

namespace access_test {

namespace {

http::Principal one(const std::string& role, bool verified, bool on_campus) {
  http::Principal who;
  who.user = core::UserId{1};
  who.role = role;
  who.email_verified = verified;
  who.on_campus = on_campus;
  return who;
}

// The code of the refusal; empty: none.
std::string refusal(http::Access access, const http::Principal& who, const app::Membership& membership) {
  try {
    app::require_access(access, who, membership, 0);
  } catch (const core::Error& error) {
    return error.code;
  }
  return "";
}

}  // namespace

TEST_CASE("in a market for the verified the others read and see to their account, and do nothing else") {
  using http::Access;
  const app::Membership everyone{}, verified{true, false}, campus{true, true};
  const auto stranger = one("user", false, false), outside = one("user", true, false),
             member = one("user", true, true), moderator = one("moderator", false, false);
  for (const Access free : {Access::anyone, Access::signed_in}) {
    for (const auto& who : {stranger, outside, member, moderator}) CHECK(refusal(free, who, campus).empty());
  }
  CHECK(refusal(Access::member, stranger, everyone).empty());
  CHECK(refusal(Access::member, stranger, verified) == "email-not-verified");
  CHECK(refusal(Access::member, stranger, campus) == "email-not-verified");
  CHECK(refusal(Access::member, outside, verified).empty());
  CHECK(refusal(Access::member, outside, campus) == "email-not-verified");
  CHECK(refusal(Access::member, member, campus).empty());
  CHECK(refusal(Access::member, moderator, campus).empty());
  CHECK(refusal(Access::moderator, member, campus) == "not-permitted");
  CHECK(refusal(Access::member, {}, campus) == "not-signed-in");
}

}  // namespace access_test
