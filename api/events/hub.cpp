#include "events/hub.h"

#include <pthread.h>

#include <algorithm>

#include "core/error.h"

namespace events {

namespace {
// Users one task serves: when very many are woken at once, several threads share them.
constexpr std::size_t users_per_task = 64;
// How soon a task is posted again that found its lane full.
constexpr std::chrono::milliseconds retry_interval{20};

// Removes the id, and the entry with its last one, so that the index holds only those who wait.
template <class Key>
void remove_from(std::unordered_map<Key, std::vector<PollId>>& index, Key key, PollId id) {
  const auto entry = index.find(key);
  std::erase(entry->second, id);
  if (entry->second.empty()) index.erase(entry);
}
}  // namespace

Hub::Hub(std::size_t polls_per_user) : polls_per_user_(std::max<std::size_t>(polls_per_user, 1)) {}

Hub::~Hub() {
  stop();
}

void Hub::start(Post post, Read read) {
  post_ = std::move(post);
  read_ = std::move(read);
  deadline_thread_ = std::thread([this] { run_deadlines(); });
  pthread_setname_np(deadline_thread_.native_handle(), "poll-deadlines");
}

void Hub::stop() {
  Taken all;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    all.reserve(polls_.size());
    for (auto& [id, waiting] : polls_) all.push_back(std::move(waiting.poll));
    polls_.clear();
    by_user_.clear();
    by_session_.clear();
    deadlines_.clear();
    woken_.clear();
    in_turn_.clear();
  }
  changed_.notify_all();
  for (const auto& poll : all) poll->idle(true);
  if (deadline_thread_.joinable()) deadline_thread_.join();
}

PollId Hub::park(const Parking& parking, std::unique_ptr<Poll> poll) {
  std::unique_ptr<Poll> replaced;
  PollId id = 0;
  {
    std::unique_lock lock(mutex_);
    id = ++last_id_;
    if (stopping_) {
      lock.unlock();
      poll->idle(true);
      return id;
    }
    auto& of_user = by_user_[parking.user];
    if (of_user.size() >= polls_per_user_) replaced = take_locked(of_user.front());
    const auto deadline = Clock::now() + parking.wait;
    const bool first = deadlines_.empty() || deadline < deadlines_.begin()->first;
    deadlines_.emplace(deadline, id);
    by_user_[parking.user].push_back(id);  // looked up again: taking may have removed the entry
    by_session_[parking.session].push_back(id);
    polls_.emplace(id, Waiting{parking, deadline, std::move(poll)});
    if (first) changed_.notify_one();
  }
  if (replaced) replaced->idle(false);
  return id;
}

std::unique_ptr<Poll> Hub::take(PollId id) {
  const std::lock_guard lock(mutex_);
  return take_locked(id);
}

std::unique_ptr<Poll> Hub::take_locked(PollId id) {
  const auto found = polls_.find(id);
  if (found == polls_.end()) return nullptr;
  auto poll = std::move(found->second.poll);
  deadlines_.erase({found->second.deadline, id});
  remove_from(by_user_, found->second.parking.user, id);
  remove_from(by_session_, found->second.parking.session, id);
  polls_.erase(found);
  return poll;
}

void Hub::note_locked(core::UserId user, Clock::time_point now) {
  if (woken_.emplace(user, now).second) in_turn_.push_back(user);
}

void Hub::wake(const std::vector<core::UserId>& users) {
  const auto now = Clock::now();
  std::unique_lock lock(mutex_);
  for (const core::UserId user : users) {
    if (by_user_.contains(user)) note_locked(user, now);
  }
  schedule(lock);
}

void Hub::wake_all() {
  const auto now = Clock::now();
  std::unique_lock lock(mutex_);
  for (const auto& [user, polls] : by_user_) note_locked(user, now);
  schedule(lock);
}

// Posts one task when there is something to do and none is on its way. The lock is let go meanwhile.
void Hub::schedule(std::unique_lock<std::mutex>& lock) {
  if (!needs_task_locked()) return;
  scheduled_ = true;
  lock.unlock();
  const bool posted = post_([this] { serve(); });
  lock.lock();
  if (posted) return;
  // The lane is full: the deadline thread tries again until there is room, so that nobody is forgotten.
  scheduled_ = false;
  changed_.notify_one();
}

void Hub::serve() {
  struct Asking {
    Reader reader;
    PollId id = 0;
    Clock::time_point woken_at;
  };
  std::vector<Asking> asking;
  {
    std::unique_lock lock(mutex_);
    scheduled_ = false;
    for (std::size_t users = 0; !in_turn_.empty() && users < users_per_task; ++users) {
      const core::UserId user = in_turn_.front();
      in_turn_.pop_front();
      const auto woken_at = woken_.extract(user).mapped();
      const auto of_user = by_user_.find(user);
      if (of_user == by_user_.end()) continue;
      const auto first = static_cast<std::ptrdiff_t>(asking.size());
      for (const PollId id : of_user->second) {
        asking.push_back({{user, polls_.at(id).parking.after}, id, woken_at});
      }
      // Devices that have seen the same get the same answer, read once.
      std::sort(asking.begin() + first, asking.end(),
                [](const Asking& a, const Asking& b) { return a.reader < b.reader; });
    }
    schedule(lock);
  }
  if (asking.empty()) return;
  std::vector<Reader> readers;
  for (const Asking& one : asking) {
    if (readers.empty() || readers.back() != one.reader) readers.push_back(one.reader);
  }
  const std::vector<Found> found = read_(readers);
  std::size_t at = 0;
  for (const auto& [reader, id, woken_at] : asking) {
    if (readers[at] != reader) ++at;
    if (!found[at].failure && !found[at].body) continue;  // seen already: it goes on waiting
    const auto poll = take(id);
    if (!poll) continue;
    if (found[at].failure) {
      poll->refuse(found[at].failure);
    } else {
      poll->events(*found[at].body);
      wake_seconds_.observe(std::chrono::duration<double>(Clock::now() - woken_at).count());
    }
  }
}

void Hub::tell(core::UserId user, const std::function<std::string(const Place& after)>& body) {
  std::vector<std::pair<Place, std::unique_ptr<Poll>>> taken;
  {
    const std::lock_guard lock(mutex_);
    const auto of_user = by_user_.find(user);
    if (of_user == by_user_.end()) return;
    const std::vector<PollId> ids = of_user->second;  // a copy: taking changes the index
    for (const PollId id : ids) {
      Place after = polls_.at(id).parking.after;
      taken.emplace_back(std::move(after), take_locked(id));
    }
  }
  for (const auto& [after, poll] : taken) poll->events(body(after));
}

void Hub::end_session(core::SessionId session) {
  Taken ended;
  {
    const std::lock_guard lock(mutex_);
    const auto of_session = by_session_.find(session);
    if (of_session == by_session_.end()) return;
    const std::vector<PollId> ids = of_session->second;
    for (const PollId id : ids) ended.push_back(take_locked(id));
  }
  const core::Error signed_out(401, "not-signed-in", "This session has ended. Please sign in again.");
  for (const auto& poll : ended) poll->refuse(std::make_exception_ptr(signed_out));
}

std::size_t Hub::parked() const {
  const std::lock_guard lock(mutex_);
  return polls_.size();
}

Hub::Taken Hub::take_overdue_locked(Clock::time_point now) {
  Taken overdue;
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    overdue.push_back(take_locked(deadlines_.begin()->second));
  }
  return overdue;
}

// One thread for all deadlines: it sleeps until the first of them.
void Hub::run_deadlines() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Taken overdue = take_overdue_locked(Clock::now());
    if (!overdue.empty()) {
      lock.unlock();
      for (const auto& poll : overdue) poll->idle(false);
      lock.lock();
      continue;
    }
    if (needs_task_locked()) {
      schedule(lock);
      if (needs_task_locked()) changed_.wait_for(lock, retry_interval);
    } else if (deadlines_.empty()) {
      changed_.wait(lock);
    } else {
      // A copy: the first deadline may be gone from the set while this waits for it.
      const auto first = deadlines_.begin()->first;
      changed_.wait_until(lock, first);
    }
  }
}

}  // namespace events
