// The waiting polls: what ends each of them, and that it is ended once.
#include "events/hub.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/worker_pool.h"

namespace hub_test {

namespace {

using core::SessionId, core::UserId;
using events::Found, events::Hub, events::Place, events::PollId, events::Reader;
using std::chrono::milliseconds, std::chrono::hours;

// What became of one poll: "events: …", "idle", "closing", "refused: …", "gone".
using Ending = std::promise<std::string>;

class TestPoll : public events::Poll {
 public:
  explicit TestPoll(Ending ending) : ending_(std::move(ending)) {}
  ~TestPoll() override {
    if (!ended_) ending_.set_value("gone");
  }
  void events(std::string body) override { end("events: " + body); }
  void idle(bool closing) override { end(closing ? "closing" : "idle"); }
  void refuse(std::exception_ptr why) override {
    try {
      std::rethrow_exception(why);
    } catch (const std::exception& error) {
      end(std::string("refused: ") + error.what());
    }
  }

 private:
  // A second ending throws: the promise takes one value.
  void end(std::string how) {
    ended_ = true;
    ending_.set_value(std::move(how));
  }
  Ending ending_;
  bool ended_ = false;
};

// A hub over streams that are mere numbers: a user's newest seq.
struct Market {
  explicit Market(std::size_t polls_per_user = 8) : hub(polls_per_user) {
    hub.start([this](std::function<void()> task) { return lane.try_post(std::move(task)); },
              [this](const std::vector<Reader>& readers) {
                std::vector<Found> found;
                for (const auto& [user, after] : readers) found.push_back(read(user, after));
                return found;
              });
  }

  Found read(UserId user, const Place& after) {
    ++reads;
    in_order.push_back(user.value);
    if (fails) return {{}, std::make_exception_ptr(core::Error(410, "cursor-expired", ""))};
    const std::int64_t last = newest_of(user);
    return {last > after.seq ? std::optional(std::to_string(last)) : std::nullopt, nullptr};
  }

  ~Market() {
    hub.stop();
    lane.stop();  // its tasks speak of the hub
  }

  std::atomic<std::int64_t>& newest_of(UserId user) {
    return newest.at(static_cast<std::size_t>(user.value));
  }
  void happens(UserId user) {
    ++newest_of(user);
    hub.wake({user});
  }
  struct Waiting {
    PollId id;
    std::future<std::string> ending;
    bool waits() const { return ending.wait_for(milliseconds(0)) == std::future_status::timeout; }
  };
  Waiting park(UserId user, milliseconds wait = hours(1), SessionId session = {1}, std::int64_t after = 0) {
    Ending ending;
    auto ends = ending.get_future();
    const PollId id =
        hub.park({user, session, {"epoch", after}, wait}, std::make_unique<TestPoll>(std::move(ending)));
    return {id, std::move(ends)};
  }
  // Has run all that was posted before.
  void lane_is_through() {
    std::promise<void> through;
    while (!lane.try_post([&] { through.set_value(); })) std::this_thread::yield();
    through.get_future().get();
  }

  std::array<std::atomic<std::int64_t>, 8> newest{};
  std::atomic<int> reads{0};
  std::vector<std::int64_t> in_order;  // who was read for: the lane's alone until it is through
  std::atomic<bool> fails{false};
  core::WorkerPool lane{"lane", 1, 64};
  Hub hub;
};

constexpr UserId minji{1};
constexpr UserId junho{2};

}  // namespace

TEST_CASE("whoever was woken first is answered first, and once for all that has happened by then") {
  Market m;
  std::promise<void> free;
  CHECK(m.lane.try_post([&] { free.get_future().wait(); }));
  std::vector<Market::Waiting> waiting;
  for (const std::int64_t user : {7, 3, 5, 1}) {
    waiting.push_back(m.park(UserId{user}));
    m.happens(UserId{user});
  }
  m.happens(UserId{7});
  free.set_value();
  m.lane_is_through();
  CHECK(waiting.at(0).ending.get() == "events: 2");
  CHECK(m.in_order == std::vector<std::int64_t>{7, 3, 5, 1});
}

TEST_CASE("a poll ends with what its user's stream has when it is woken, and nobody else's does") {
  Market m;
  auto mine = m.park(minji);
  auto theirs = m.park(junho);
  m.happens(minji);
  CHECK(mine.ending.get() == "events: 1");
  m.lane_is_through();
  CHECK(theirs.waits());
  CHECK(m.hub.parked() == 1);
}

TEST_CASE("a poll that has seen what it is woken for goes on waiting") {
  Market m;
  auto seen = m.park(minji, hours(1), {1}, 1);
  m.happens(minji);
  m.lane_is_through();
  CHECK(seen.waits());
  m.happens(minji);
  CHECK(seen.ending.get() == "events: 2");
}

TEST_CASE("devices that stand at the same place are answered from one read") {
  Market m;
  std::vector<Market::Waiting> devices;
  for (int i = 0; i < 5; ++i) devices.push_back(m.park(minji));
  m.happens(minji);
  for (auto& device : devices) CHECK(device.ending.get() == "events: 1");
  CHECK(m.reads == 1);
}

TEST_CASE("a poll for which nothing comes ends idle when its time is over, the first due first") {
  Market m;
  auto later = m.park(minji);
  auto soon = m.park(junho, milliseconds(1));
  CHECK(soon.ending.get() == "idle");
  CHECK(later.waits());
  auto sooner = m.park(minji, milliseconds(0));
  CHECK(sooner.ending.get() == "idle");
}

TEST_CASE("of too many polls the user's oldest one ends early") {
  Market m(2);
  auto first = m.park(minji);
  auto second = m.park(minji);
  auto others = m.park(junho);
  auto third = m.park(minji);
  CHECK(first.ending.get() == "idle");
  CHECK(second.waits());
  auto fourth = m.park(minji);
  CHECK(second.ending.get() == "idle");
  CHECK((third.waits() && fourth.waits() && others.waits()));
}

TEST_CASE("the end of a session refuses its polls and no others") {
  Market m;
  auto phone = m.park(minji, hours(1), {1});
  auto laptop = m.park(minji, hours(1), {2});
  m.hub.end_session({1});
  CHECK(phone.ending.get() == "refused: not-signed-in");
  CHECK(laptop.waits());
  m.hub.end_session({1});  // there is nothing left to end
}

TEST_CASE("what is in no stream is told to who waits, from where each of them stands") {
  Market m;
  auto one = m.park(minji, hours(1), {1}, 3);
  auto two = m.park(minji, hours(1), {1}, 7);
  m.hub.tell(minji, [](const Place& after) { return "typing after " + after.cursor(); });
  CHECK(one.ending.get() == "events: typing after epoch.3");
  CHECK(two.ending.get() == "events: typing after epoch.7");
}

TEST_CASE("a poll whose client has gone is told nothing, and its place is free") {
  Market m(1);
  auto gone = m.park(minji);
  CHECK(m.hub.take(gone.id) != nullptr);
  CHECK(gone.ending.get() == "gone");
  CHECK(m.hub.take(gone.id) == nullptr);
  CHECK(m.hub.parked() == 0);
}

TEST_CASE("a stream that cannot be read refuses the poll with the reason") {
  Market m;
  m.fails = true;
  auto poll = m.park(minji);
  m.happens(minji);
  CHECK(poll.ending.get() == "refused: cursor-expired");
}

TEST_CASE("when the streams are others than before, everybody who waits is looked after") {
  Market m;
  auto mine = m.park(minji), theirs = m.park(junho, hours(1), {2});
  m.fails = true;
  m.hub.wake_all();
  CHECK(mine.ending.get() == "refused: cursor-expired");
  CHECK(theirs.ending.get() == "refused: cursor-expired");
  CHECK(m.hub.parked() == 0);
}

TEST_CASE("a wake-up that finds the lane full is served once there is room") {
  Market m;
  std::promise<void> release;
  const auto released = release.get_future().share();
  while (m.lane.try_post([released] { released.wait(); })) {
  }
  auto poll = m.park(minji);
  m.happens(minji);
  CHECK(poll.waits());
  release.set_value();
  CHECK(poll.ending.get() == "events: 1");
}

TEST_CASE("stop ends every poll as closing, and those who come later at once") {
  Market m;
  auto before = m.park(minji);
  m.hub.stop();
  CHECK(before.ending.get() == "closing");
  CHECK(m.park(junho).ending.get() == "closing");
  m.hub.stop();
}

TEST_CASE("whatever happens at the same moment, each poll ends exactly once and none is forgotten") {
  constexpr int parkers = 3;
  constexpr int polls_each = 1000;
  std::vector<std::vector<Market::Waiting>> waiting(parkers);
  std::vector<std::thread> threads;
  std::atomic<int> left{parkers};
  {
    Market m(4);
    for (int t = 0; t < parkers; ++t) {
      threads.emplace_back([&, t] {
        std::minstd_rand random(static_cast<unsigned>(t) + 1);
        for (int i = 0; i < polls_each; ++i) {
          const UserId user{1 + static_cast<std::int64_t>(random() % 4)};
          const SessionId session{1 + static_cast<std::int64_t>(random() % 3)};
          auto poll = m.park(user, milliseconds(random() % 3), session, m.newest_of(user));
          // Some leave again, perhaps at the very moment in which they are answered.
          if (random() % 4 == 0) m.hub.take(poll.id);
          waiting[static_cast<std::size_t>(t)].push_back(std::move(poll));
        }
        --left;
      });
    }
    for (std::int64_t user = 1; user <= 2; ++user) {
      threads.emplace_back([&, user] {
        while (left > 0) {
          m.happens({user});
          m.hub.end_session({user});
          m.hub.tell({user + 2}, [](const Place&) { return std::string("typing"); });
        }
      });
    }
    for (auto& thread : threads) thread.join();
    m.hub.stop();
    CHECK(m.hub.parked() == 0);
  }
  for (auto& of_thread : waiting) {
    // A poll that had ended twice would have thrown; one that never ended has broken its promise.
    for (auto& poll : of_thread) CHECK_NOTHROW(poll.ending.get());
  }
}

TEST_CASE("each answer that comes of a wake-up is measured, and no other end is") {
  Market m;
  auto first = m.park(minji), second = m.park(minji);
  m.happens(minji);
  first.ending.get();
  second.ending.get();
  m.lane_is_through();
  CHECK(m.hub.wake_seconds().snapshot().count() == 2);
  auto overdue = m.park(minji, milliseconds(1), {1}, 1);
  CHECK(overdue.ending.get() == "idle");
  CHECK(m.hub.wake_seconds().snapshot().count() == 2);
}

}  // namespace hub_test
