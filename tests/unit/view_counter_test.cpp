#include "posts/view_counter.h"

#include <doctest/doctest.h>

namespace view_counter_test {

using core::PostId, core::UserId;

TEST_CASE("somebody signed in counts once a day, somebody signed out each time") {
  posts::ViewCounter views;
  for (int again = 0; again < 3; ++again) {
    views.add(PostId{1}, UserId{7}, core::day);
    views.add(PostId{1}, UserId{8}, core::day + core::hour);
    views.add(PostId{2}, UserId{}, core::day);
  }
  auto taken = views.take();
  CHECK(taken[PostId{1}] == 2);
  CHECK(taken[PostId{2}] == 3);
  CHECK(views.take().empty());

  views.add(PostId{1}, UserId{7}, 2 * core::day - 1);
  CHECK(views.take().empty());
  views.add(PostId{1}, UserId{7}, 2 * core::day);
  CHECK(views.take()[PostId{1}] == 1);
}

}  // namespace view_counter_test
