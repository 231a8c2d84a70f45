// The rules of saved searches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.h"
#include "alerts/alert_store.h"
#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "events/event_store.h"
#include "posts/alert_queue.h"
#include "posts/post_service.h"

namespace alerts {

struct AlertPage {
  std::vector<Alert> items;
  std::optional<std::string> next_cursor;
  int new_posts = 0;     // of all the user's searches, most_counted at most
  std::int64_t seq = 0;  // of the user's last event: all that is shown here was told by then
};

class AlertService {
 public:
  AlertService(db::Database& database, const core::Clock& clock, const events::EventStore& events)
      : database_(database), clock_(clock), events_(events) {}

  struct Saved {
    Alert alert;
    bool is_new = false;  // false: the same search was there already
  };
  // Throws 409 `too-many-alerts`.
  Saved save(core::UserId user, const Wanted& wanted);

  // These throw 404 for what is another's.
  Alert get(core::UserId user, core::AlertId id);
  // What is resumed tells nothing of the time before.
  Alert set_paused(core::UserId user, core::AlertId id, bool paused);
  void remove(core::UserId user, core::AlertId id);
  posts::PostPage matches(core::UserId user, core::AlertId id, const core::Page& page);

  AlertPage list(core::UserId user, const core::Page& page);
  // Answers what is still new. A seq beyond the user's last event counts as that one's.
  int mark_seen(core::UserId user, std::int64_t seq);

  // For users/, inside its own transaction.
  // One search at a time; whether there was one.
  bool remove_for_user(db::Tx& tx, core::UserId user) const { return store_.remove_one_of_user(tx, user); }

 private:
  Alert own(db::Tx& tx, core::UserId user, core::AlertId id) const;

  db::Database& database_;
  const core::Clock& clock_;
  const events::EventStore& events_;
  AlertStore store_;
  posts::AlertQueue queue_;
};

// The orders of the two lists, in cursors.
constexpr std::string_view by_id = "alerts";
constexpr std::string_view by_seq = "matches";

}  // namespace alerts
