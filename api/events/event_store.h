// Each user's event stream: numbered 1, 2, 3 … without gaps, written in the transaction that causes it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"

namespace events {

// What happened, by reference: the reader of the stream fetches what it refers to.
struct NewEvent {
  std::string_view type;  // message, read, deal, post, alert, review, account
  core::RoomId room;      // 0: none, as below
  core::PostId post;
  core::DealId deal;
  core::MessageId message;
  std::string data;  // what the ids can't say, as JSON; empty: nothing
};

struct Event {
  std::int64_t seq = 0;
  std::string type;
  core::Millis at = 0;
  core::RoomId room;
  core::PostId post;
  core::DealId deal;
  core::MessageId message;
  std::string data;
};

// Told after the commit which users have something new. Set once, before the first write.
using Wake = std::function<void(const std::vector<core::UserId>&)>;

class EventStore {
 public:
  void on_commit(Wake wake) { wake_ = std::move(wake); }

  // Appends to the stream of each of `users` (in the order of their ids, so that two transactions can't wait
  // for each other) and wakes them once the transaction is durable.
  void append(db::Tx& tx, std::vector<core::UserId> users, const NewEvent& event, core::Millis now) const;

  // Events with seq > after, oldest first.
  std::vector<Event> after(db::Tx& tx, core::UserId user, std::int64_t after, int limit) const;

  // The newest seq given out, and the oldest kept (newest + 1 when none is).
  std::int64_t newest(db::Tx& tx, core::UserId user) const;
  std::int64_t oldest(db::Tx& tx, core::UserId user) const;

  // Forgets events from before `before`, a bounded number at a time; the number forgotten.
  std::int64_t forget(db::Tx& tx, core::Millis before) const;
  // The same of one user, however new they are.
  std::int64_t forget(db::Tx& tx, core::UserId user) const;

 private:
  Wake wake_;
};

}  // namespace events
