#include "posts/post_marks.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr core::UserId seller{7};
constexpr core::UserId reader{8};
const std::string body =
    R"([{"id":1,"favorited":false,"mine":false},{"id":2,"favorited":false,"mine":false}])";

// Of both posts; the second one's seller is `reader`.
posts::Marks marks() {
  const auto second = body.find("\"id\":2");
  const auto after = [](std::string_view name, std::size_t from) {
    return body.find(name, from) + name.size();
  };
  return {{core::PostId{1}, seller, after("\"favorited\":", 0), after("\"mine\":", 0)},
          {core::PostId{2}, reader, after("\"favorited\":", second), after("\"mine\":", second)}};
}

posts::Viewer fan_of(std::vector<core::PostId> favorites) {
  posts::Viewer viewer;
  viewer.favorites = std::move(favorites);
  return viewer;
}

}  // namespace

TEST_CASE("who has nothing of their own among the posts sees what everybody sees") {
  CHECK_FALSE(posts::personal(body, marks(), core::UserId{9}, fan_of({})));
  CHECK_FALSE(posts::personal(body, marks(), core::UserId{9}, fan_of({core::PostId{3}})));
  CHECK_FALSE(posts::personal(body, marks(), {}, {}));
}

TEST_CASE("what is one's own is told in its places and nowhere else") {
  CHECK(posts::personal(body, marks(), core::UserId{9}, fan_of({core::PostId{1}})) ==
        R"([{"id":1,"favorited":true,"mine":false},{"id":2,"favorited":false,"mine":false}])");
  CHECK(posts::personal(body, marks(), reader, fan_of({})) ==
        R"([{"id":1,"favorited":false,"mine":false},{"id":2,"favorited":false,"mine":true}])");
  CHECK(posts::personal(body, marks(), reader, fan_of({core::PostId{1}, core::PostId{2}})) ==
        R"([{"id":1,"favorited":true,"mine":false},{"id":2,"favorited":true,"mine":true}])");
}
