// Holds the requests that wait for events, and no data: what is to be said is read from the database when
// something has happened. Each waiting request ends exactly once, whatever happens to it at the same moment.
//
// A caller parks first and looks into the stream afterwards: an event that is committed in between is then
// seen either by that look or by the wake-up, never by neither.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/histogram.h"
#include "core/ids.h"
#include "events/place.h"

namespace events {

// One waiting request. Exactly one of these is called, once, from any thread, unless its client has gone:
// then it is destroyed without a word.
class Poll {
 public:
  virtual ~Poll() = default;
  // Something came: the answer's body.
  virtual void events(std::string body) = 0;
  // Nothing came. `closing`: the server is shutting down.
  virtual void idle(bool closing) = 0;
  virtual void refuse(std::exception_ptr why) = 0;
};

using PollId = std::uint64_t;  // from 1, never used again

class Hub {
 public:
  using Clock = std::chrono::steady_clock;
  // Runs the task on another thread, or returns false when there is no room for it now.
  using Post = std::function<bool(std::function<void()>)>;
  // What each of these readers' streams holds after the place where they stand, in their order.
  using Read = std::function<std::vector<Found>(const std::vector<Reader>&)>;

  struct Parking {
    core::UserId user;
    core::SessionId session;
    Place after;  // where the client stands
    std::chrono::milliseconds wait{0};
  };

  explicit Hub(std::size_t polls_per_user);
  ~Hub();  // stop()
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // From now on wake-ups are served. Once, before the first request.
  void start(Post post, Read read);
  // Ends every poll as idle and closing, and each that still comes. Idempotent.
  void stop();

  // Lets a poll wait. A user's oldest one ends early when there are too many.
  PollId park(const Parking& parking, std::unique_ptr<Poll> poll);
  // Takes a poll out, to end it or because its client has gone. Null when somebody else has taken it.
  std::unique_ptr<Poll> take(PollId id);

  // These users' streams have grown. Does no more than to note it and to post a task, as it is called on the
  // database writer's thread.
  void wake(const std::vector<core::UserId>& users);
  // All of them have, or are others by now.
  void wake_all();
  // Ends the user's waiting polls with what is in no stream; `body` makes the answer for a client that has
  // seen everything up to `after`.
  void tell(core::UserId user, const std::function<std::string(const Place& after)>& body);
  // Ends the session's polls with 401.
  void end_session(core::SessionId session);

  // Polls waiting now.
  std::size_t parked() const;

  // Seconds from a wake-up to each answer that came of it.
  const core::Histogram& wake_seconds() const { return wake_seconds_; }

 private:
  using Taken = std::vector<std::unique_ptr<Poll>>;
  struct Waiting {
    Parking parking;
    Clock::time_point deadline;
    std::unique_ptr<Poll> poll;
  };

  std::unique_ptr<Poll> take_locked(PollId id);
  Taken take_overdue_locked(Clock::time_point now);
  bool needs_task_locked() const { return !in_turn_.empty() && !scheduled_ && !stopping_; }
  void schedule(std::unique_lock<std::mutex>& lock);
  void note_locked(core::UserId user, Clock::time_point now);
  void serve();
  void run_deadlines();

  const std::size_t polls_per_user_;
  core::Histogram wake_seconds_{core::latency_bounds};
  Post post_;
  Read read_;

  mutable std::mutex mutex_;  // guards what follows; never held while a poll ends or the database is read
  std::condition_variable changed_;
  std::unordered_map<PollId, Waiting> polls_;
  std::unordered_map<core::UserId, std::vector<PollId>> by_user_;  // oldest first
  std::unordered_map<core::SessionId, std::vector<PollId>> by_session_;
  std::set<std::pair<Clock::time_point, PollId>> deadlines_;
  // Whose streams have grown and are yet to be read: since when, and in which order.
  std::unordered_map<core::UserId, Clock::time_point> woken_;
  std::deque<core::UserId> in_turn_;
  bool scheduled_ = false;  // a task is posted that has not begun
  bool stopping_ = false;
  PollId last_id_ = 0;
  std::thread deadline_thread_;
};

}  // namespace events
