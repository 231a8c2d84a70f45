// Holds the posts of the queue against the saved searches and tells who is waiting for them: a thread of its
// own, so that nobody who writes a post waits for it, however many searches there are.
//
// It judges on a read connection and writes in bounded batches. Whatever is told is noted in the transaction
// that tells it, and a post leaves the queue last: after a crash in between, only what is missing is told.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "alerts/alert_store.h"
#include "blocks/block_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "events/event_store.h"
#include "posts/alert_queue.h"
#include "posts/post_store.h"

namespace alerts {

class AlertMatcher {
 public:
  // `on_failure` is told what made a round fail, which is then tried again.
  AlertMatcher(db::Database& database, const core::Clock& clock, const events::EventStore& events,
               std::function<void(const std::exception&)> on_failure);
  ~AlertMatcher();  // stop()
  AlertMatcher(const AlertMatcher&) = delete;
  AlertMatcher& operator=(const AlertMatcher&) = delete;

  // Works off what is queued, from now on as soon as it is committed.
  void start();
  // The round that is running is the last. Does not wait.
  void ask_to_stop();
  // Waits for it. Idempotent; before the database stops.
  void stop();

  // One round: the oldest few of the queue. False when there is nothing in it.
  bool work();
  // Files anew what another version of the program has filed.
  void refile();

 private:
  using Entries = std::vector<posts::AlertQueue::Entry>;
  // One event: a user's searches that a post meets.
  struct Telling {
    core::PostId post;
    std::int64_t version = 0;  // of the post, as it was judged
    std::int64_t ticket = 0;   // the last under which it was queued
    core::UserId seller;
    core::UserId user;
    std::vector<core::AlertId> alerts;
  };
  struct Round {
    Entries entries;
    std::vector<Telling> tellings;
  };

  void run();
  bool stopping();
  Round judge(db::Tx& tx) const;
  // Tells them, but for what no longer holds. The posts that have been changed since they were judged, and
  // are to be judged again.
  std::set<core::PostId> tell(db::Tx& tx, const std::vector<Telling>& tellings) const;

  db::Database& database_;
  const core::Clock& clock_;
  const events::EventStore& events_;
  const std::function<void(const std::exception&)> on_failure_;
  posts::AlertQueue queue_;
  posts::PostStore posts_;
  AlertStore store_;
  blocks::BlockStore blocks_;

  std::atomic<bool> refiled_{false};  // this process has nothing left to file anew
  std::mutex mutex_;
  std::condition_variable changed_;
  bool pending_ = true;  // there may be something in the queue
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace alerts
