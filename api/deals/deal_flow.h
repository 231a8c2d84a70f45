// What follows a step, all of it in the transaction of the step: the deal's row, its room and both streams
// are told, the post and its other buyers' deals change with it.
#pragma once

#include <optional>
#include <string_view>

#include "chat/room_store.h"
#include "core/clock.h"
#include "db/database.h"
#include "deals/deal.h"
#include "deals/deal_state.h"
#include "deals/deal_store.h"
#include "deals/deal_words.h"
#include "events/event_store.h"

namespace deals {

struct DealTimes {
  core::Millis negotiating = 72 * core::hour;      // without an answer, then it expires
  core::Millis reserved = 14 * core::day;          // from the agreement on, then it expires
  core::Millis one_sided_confirm = 7 * core::day;  // from one side's confirmation on, then it completes
  core::Millis after_meeting = core::day;          // a later meeting keeps an agreement alive for so long
  core::Millis meeting_reminder = core::hour;      // before a meeting, then both are reminded of it
  core::Millis review_hidden = 7 * core::day;      // from the completion on, unless both have written
};

class DealFlow {
 public:
  DealFlow(const DealStore& store, const chat::RoomStore& rooms, const events::EventStore& events,
           DealTimes times)
      : store_(store), rooms_(rooms), events_(events), times_(times) {}

  // Writes a new deal over a post that is `selling`; its id and expiry are filled in.
  void begin(db::Tx& tx, Deal& deal, core::Millis now) const;

  // Takes `deal`, whose facts (price, confirmation, meeting) the caller has set, one step further.
  void take(db::Tx& tx, Deal& deal, const Step& step, Event event, std::optional<Side> by,
            std::string_view reason, core::Millis now) const;

  // Does what the clock has decided about a post's deals by now; true when that was anything.
  bool settle_post(db::Tx& tx, core::PostId post, core::Millis now) const;
  // The same for one deal.
  bool settle(db::Tx& tx, core::DealId id, core::Millis now) const;

  // Reminds both of the meeting, once: what is due is so until this was done.
  void remind(db::Tx& tx, core::DealId id, core::Millis now) const;

  // In an older state that is brought back: what was due meanwhile, or is soon, gets a fresh period.
  void give_time(db::Tx& tx, core::Millis now) const;

  // Closes a post's open deals but `kept`. `reason`: sold, hidden, deleted. `by`: whose decision about these
  // deals it is.
  void close_others(db::Tx& tx, core::PostId post, core::DealId kept, std::string_view reason,
                    std::optional<Side> by, core::Millis now) const;

  // While a moderator looks at the post, its negotiations can't be agreed to and don't expire.
  void pause(db::Tx& tx, core::PostId post, core::Millis now) const;
  void resume(db::Tx& tx, core::PostId post, core::Millis now) const;

  void tell(db::Tx& tx, const Deal& deal, Event event, std::optional<Side> by, std::string_view reason,
            core::Millis now) const;

 private:
  std::optional<core::Millis> deadline(db::Tx& tx, const Deal& deal, Event event, core::Millis now) const;
  std::optional<core::Millis> reminder(const Deal& deal, Event event, core::Millis now) const;
  void change_post(db::Tx& tx, const Deal& deal, PostEffect effect, std::optional<Side> by,
                   core::Millis now) const;
  void tell_others_to_wait(db::Tx& tx, const Deal& reserved, std::optional<Side> by, core::Millis now) const;
  void let_others_go_on(db::Tx& tx, const Deal& over, core::Millis now) const;

  const DealStore& store_;
  const chat::RoomStore& rooms_;
  const events::EventStore& events_;
  const DealTimes times_;
};

}  // namespace deals
