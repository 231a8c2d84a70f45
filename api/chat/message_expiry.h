// Messages are not kept for ever: once nothing has been written in a room for long enough and no deal is open
// in it, what the two have said to each other goes, with its photos. The rows stay, numbered as they were and
// counted as read or unread, with nothing in them: kind `expired`. What the system has said stays: it is the
// deal's history.
#pragma once

#include <atomic>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"

namespace chat {

class MessageExpiry {
 public:
  // `kept`: for how long after the room's newest message; 0: for ever.
  MessageExpiry(db::Database& database, const core::Clock& clock, core::Millis kept)
      : database_(database), clock_(clock), kept_(kept) {}

  void keep_for(core::Millis kept) { kept_ = kept; }

  // Does its work at the first call and then once an hour: it looks at every room there is.
  void run();

 private:
  std::vector<core::RoomId> quiet_rooms(core::RoomId after, core::Millis before);
  // A bounded number of messages, so that other writes don't wait long; whether there are more.
  bool expire_some(db::Tx& tx, core::RoomId room, core::Millis before) const;

  db::Database& database_;
  const core::Clock& clock_;
  std::atomic<core::Millis> kept_;
  std::atomic<core::Millis> due_{0};
};

}  // namespace chat
