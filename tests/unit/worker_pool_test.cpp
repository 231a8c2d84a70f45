#include "core/worker_pool.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

namespace worker_pool_test {

namespace {

// A pool of one thread that is held until release(), so that what is posted has to wait.
class HeldPool {
 public:
  explicit HeldPool(std::size_t queue_limit) : pool("test", 1, queue_limit) {
    std::promise<void> begun;
    REQUIRE(pool.try_post([&begun, held = released_.get_future().share()] {
      begun.set_value();
      held.wait();
    }));
    begun.get_future().wait();
  }
  void release() { released_.set_value(); }

 private:
  std::promise<void> released_;

 public:
  core::WorkerPool pool;  // ends before what its task waits for
};

}  // namespace

TEST_CASE("every task that was taken runs, on as many threads as there are") {
  std::atomic<int> ran = 0;
  core::WorkerPool pool("test", 3, 1000);
  // Nobody gets past this unless three are at it at once.
  std::latch together(3);
  for (int i = 0; i < 3; ++i) {
    CHECK(pool.try_post([&] {
      together.arrive_and_wait();
      ++ran;
    }));
  }
  for (int i = 0; i < 500; ++i) CHECK(pool.try_post([&] { ++ran; }));
  pool.stop();
  CHECK(ran == 503);
}

TEST_CASE("what does not fit into the queue is refused at once") {
  HeldPool held(2);
  std::atomic<int> ran = 0;
  CHECK(held.pool.try_post([&] { ++ran; }));
  CHECK(held.pool.try_post([&] { ++ran; }));
  CHECK(held.pool.queued() == 2);
  CHECK_FALSE(held.pool.try_post([&] { ++ran; }));
  held.release();
  held.pool.stop();
  CHECK(ran == 2);
  CHECK(held.pool.queued() == 0);
}

TEST_CASE("tasks of one thread run in the order they came") {
  HeldPool held(10);
  std::string order;
  for (const char c : {'a', 'b', 'c'}) CHECK(held.pool.try_post([&order, c] { order += c; }));
  held.release();
  held.pool.stop();
  CHECK(order == "abc");
}

TEST_CASE("clients take turns, and what the server itself has to do goes first") {
  HeldPool held(20);
  std::string order;
  const auto post = [&](const std::string& client, const char* name) {
    CHECK(held.pool.try_post(
        client, [&order, name] { order += name; }, [] { FAIL("there is room"); }));
  };
  for (const char* name : {"a1 ", "a2 ", "a3 ", "a4 "}) post("a", name);
  for (const char* name : {"b1 ", "b2 "}) post("b", name);
  post("c", "c1 ");
  CHECK(held.pool.try_post([&order] { order += "own "; }));
  held.release();
  held.pool.stop();
  CHECK(order == "own a1 b1 c1 a2 b2 a3 a4 ");
}

TEST_CASE("a full queue gives the newest of the longest line's places to who has less") {
  HeldPool held(4);
  std::string ran, displaced;
  const auto post = [&](const std::string& client, const std::string& name) {
    return held.pool.try_post(
        client, [&ran, name] { ran += name; }, [&displaced, name] { displaced += name; });
  };
  for (const char* name : {"a1 ", "a2 ", "a3 ", "a4 "}) CHECK(post("a", name));
  CHECK_FALSE(post("a", "a5 "));
  CHECK(post("b", "b1 "));
  CHECK(displaced == "a4 ");
  CHECK(post("c", "c1 "));
  CHECK(displaced == "a4 a3 ");
  CHECK_FALSE(post("b", "b2 "));  // who has two would have one then, and b two
  CHECK(held.pool.try_post([&ran] { ran += "own "; }));
  CHECK(displaced == "a4 a3 a2 ");
  CHECK(held.pool.state().refused == 5);
  held.release();
  held.pool.stop();
  CHECK(ran == "own a1 b1 c1 ");
}

TEST_CASE("a pool that has stopped takes nothing more, and can be stopped again") {
  core::WorkerPool pool("a-name-that-is-too-long-for-the-system", 1, 10);
  pool.stop();
  CHECK_FALSE(pool.try_post([] {}));
  pool.stop();
}

TEST_CASE("a pool of low priority yields to the other threads, and only its own do") {
  const auto nice = [] { return getpriority(PRIO_PROCESS, 0); };
  const int own = nice();
  int low = own;
  int normal = own;
  {
    core::WorkerPool yielding("low", 1, 1, core::WorkerPool::Priority::low);
    core::WorkerPool usual("normal", 1, 1);
    CHECK(yielding.try_post([&] { low = nice(); }));
    CHECK(usual.try_post([&] { normal = nice(); }));
  }
  CHECK(low > own);
  CHECK(normal == own);
  CHECK(nice() == own);
}

TEST_CASE("who waits for a task gets what it answers or throws, and is sent away when it does not fit") {
  {
    core::WorkerPool pool("test", 1, 1);
    const auto here = std::this_thread::get_id();
    CHECK(pool.result_of([] { return std::this_thread::get_id(); }) != here);
    CHECK_THROWS_AS(pool.result_of([]() -> int { throw std::out_of_range("no such thing"); }),
                    std::out_of_range);
    CHECK(pool.result_of([] { return std::string("goes on"); }) == "goes on");
  }
  HeldPool held(1);
  CHECK(held.pool.try_post([] {}));
  try {
    (void)held.pool.result_of([] { return 1; });
    FAIL("it was taken");
  } catch (const core::Error& error) {
    CHECK(error.code == "busy");
  }
  held.release();
}

TEST_CASE("a lane tells what runs, what waits and how much it has refused") {
  HeldPool held(2);
  for (int i = 0; i < 5; ++i) (void)held.pool.try_post([] {});
  auto state = held.pool.state();
  CHECK(state.running == 1);
  CHECK(state.queued == 2);
  CHECK(state.limit == 2);
  CHECK(state.threads == 1);
  CHECK(state.refused == 3);
  held.release();
  held.pool.stop();
  state = held.pool.state();
  CHECK(state.running == 0);
  CHECK(state.queued == 0);
  CHECK(state.refused == 3);
}

}  // namespace worker_pool_test
