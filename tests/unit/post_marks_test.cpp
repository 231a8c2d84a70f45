#include "posts/post_marks.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace post_marks_test {

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
  return {{{core::PostId{1}, seller, after("\"favorited\":", 0), after("\"mine\":", 0)},
           {core::PostId{2}, reader, after("\"favorited\":", second), after("\"mine\":", second)}},
          {seller, reader}};
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

TEST_CASE("who is in no blocked pair with any of the sellers is shown the same posts") {
  const auto blocked = [](std::vector<core::UserId> users) {
    return blocks::Blocked{true, std::move(users)};
  };
  CHECK(posts::shown_to(marks(), blocked({})));
  CHECK(posts::shown_to(marks(), blocked({core::UserId{3}, core::UserId{9}})));
  CHECK_FALSE(posts::shown_to(marks(), blocked({core::UserId{3}, reader})));
  CHECK_FALSE(posts::shown_to(marks(), {false, {core::UserId{3}}}));
}

TEST_CASE(
    "where any seller's block may change what is shown, only who is in no blocked pair is sure to see it") {
  posts::Marks search = marks();
  search.sellers.clear();
  CHECK(posts::shown_to(search, {}));
  CHECK_FALSE(posts::shown_to(search, {true, {core::UserId{3}}}));
}

}  // namespace post_marks_test
