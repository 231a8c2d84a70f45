#include "core/background_thread.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>

namespace background_thread_test {

TEST_CASE("a thread that waits is woken when it has to end, also when that is before it began") {
  for (const bool early : {false, true}) {
    CAPTURE(early);
    std::mutex mutex;
    std::condition_variable_any never;
    bool over = false;
    {
      core::BackgroundThread thread;
      if (early) thread.ask_to_stop();
      thread.start("waiting", [&] {
        std::unique_lock lock(mutex);
        never.wait(lock, thread.token(), [] { return false; });
        over = thread.stopping();
      });
    }
    CHECK(over);
  }
}

TEST_CASE("stopping twice, or without a start, is nothing") {
  core::BackgroundThread thread;
  CHECK_FALSE(thread.stopping());
  thread.stop();
  thread.stop();
  CHECK(thread.stopping());
}

}  // namespace background_thread_test
