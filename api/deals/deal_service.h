// The rules of a deal: who may do what, and when. Each decision is made inside the transaction that writes
// it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/block_store.h"
#include "chat/room_store.h"
#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "deals/deal.h"
#include "deals/deal_flow.h"
#include "deals/deal_store.h"
#include "deals/review_service.h"
#include "events/event_store.h"

namespace deals {

class DealService {
 public:
  DealService(db::Database& database, const core::Clock& clock, const events::EventStore& events,
              const chat::RoomStore& rooms, DealTimes times)
      : database_(database),
        clock_(clock),
        events_(events),
        rooms_(rooms),
        reviews_(database, clock, events, times.review_hidden),
        flow_(store_, rooms, events, times) {}
  DealService(const DealService&) = delete;  // flow_ holds on to store_
  DealService& operator=(const DealService&) = delete;

  struct Bought {
    DealView deal;
    bool begun = false;  // false: the one that was open already
  };
  // 구매하기. Throws 404 (for a post of a blocked pair, too), 409 `own-post`, `post-reserved`, `post-sold`,
  // `post-unavailable`, and 422 for the offer.
  Bought buy(core::UserId buyer, core::PostId post, const Purchase& purchase);

  struct Acted {
    std::string refusal;  // empty: done; else action-not-allowed, deal-changed, post-reserved or blocked
    DealView deal;        // as it is now
  };
  // A refusal is returned, not thrown: what the clock has decided meanwhile stays written with it.
  // Throws 404 for anyone but the two parties, and 422 for what the deal does not permit.
  Acted act(core::UserId who, core::DealId id, const Move& move);

  // Throws 404 for anyone but the two parties.
  DealView get(core::UserId who, core::DealId id);
  std::vector<DealView> list(core::UserId who, const DealFilter& filter, const core::Page& page);
  ReviewService& reviews() { return reviews_; }

  // Settles what is overdue, a bounded number at a time. Whoever reads or acts on a deal need not wait for
  // it.
  void settle_due();
  // Reminds those who meet soon, a bounded number at a time.
  void remind_due();

  // For posts/, inside its own transaction, when its seller takes a post from the market. `reason`: hidden or
  // deleted.
  void close_for_post(db::Tx& tx, core::PostId post, std::string_view reason) const;
  // The same while it is on hold (posts::Hold), and after.
  void pause_for_post(db::Tx& tx, core::PostId post) const { flow_.pause(tx, post, clock_.now()); }
  void resume_for_post(db::Tx& tx, core::PostId post) const { flow_.resume(tx, post, clock_.now()); }
  // For snapshots/, inside its own transaction, in an older state that is brought back.
  void give_time(db::Tx& tx, core::Millis now) const { flow_.give_time(tx, now); }
  // For users/ and admin/, inside their transaction: ends some open deals of one who has `left` the market or
  // is `barred` from it, which the other side is told. Answers whether there were any.
  bool end_for_user(db::Tx& tx, core::UserId user, Event why) const;
  // For blocks/, inside its own transaction: ends all open deals between the two. Their rooms are not told by
  // whom.
  void end_between(db::Tx& tx, core::UserId blocker, core::UserId blocked) const;

 private:
  // False when nothing can be written now.
  bool settled(const std::function<void(db::Tx&)>& settle);
  // `settle` answers how many there were; again as long as they are as many as fit into a transaction.
  void in_batches(const std::function<std::size_t(db::Tx&, core::Millis)>& settle);
  Deal begin(db::Tx& tx, core::UserId buyer, const DealPost& post, const Purchase& purchase,
             core::Millis now);
  void change(db::Tx& tx, Deal deal, const Step& step, Side by, const Move& move, core::Millis now);

  db::Database& database_;
  const core::Clock& clock_;
  const events::EventStore& events_;
  const chat::RoomStore& rooms_;
  ReviewService reviews_;
  blocks::BlockStore blocks_;
  DealStore store_;
  DealFlow flow_;
};

}  // namespace deals
