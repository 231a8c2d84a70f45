#include "core/ids.h"

#include <doctest/doctest.h>

#include <type_traits>
#include <unordered_set>

namespace ids_test {

// A room's id can't be passed where a post's is wanted, nor a bare number.
static_assert(!std::is_convertible_v<core::RoomId, core::PostId>);
static_assert(!std::is_convertible_v<std::int64_t, core::PostId>);
static_assert(!std::is_convertible_v<core::PostId, std::int64_t>);

TEST_CASE("ids of one kind are compared and hashed by their number; 0 is none") {
  CHECK(core::PostId{}.value == 0);
  CHECK(core::PostId{3} == core::PostId{3});
  CHECK(core::PostId{3} < core::PostId{4});
  const std::unordered_set<core::PostId> ids = {core::PostId{1}, core::PostId{2}, core::PostId{1}};
  CHECK(ids.size() == 2);
}

}  // namespace ids_test
