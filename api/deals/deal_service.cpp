#include "deals/deal_service.h"

#include <algorithm>

#include "core/error.h"

namespace deals {

namespace {

constexpr int settled_at_once = 50;  // deals in one transaction of the sweep, or of one who leaves

core::Error no_such_deal() {
  return core::not_found("There is no such deal.");
}
core::Error no_such_post() {
  return core::not_found("There is no such post.");
}

// From 1 won to twice the asking price; a book that is given away costs nothing.
void require_price(std::int64_t price, std::int64_t list_price, const char* pointer) {
  const std::int64_t least = list_price == 0 ? 0 : 1;
  const std::int64_t most = list_price * max_offer_times_price;
  if (price < least)
    throw core::invalid_field(pointer, "too-small", "At least " + std::to_string(least) + ".");
  if (price > most) throw core::invalid_field(pointer, "too-large", "At most " + std::to_string(most) + ".");
}

void require_time(core::Millis at, core::Millis now) {
  if (at <= now) throw core::invalid_field("/at", "too-small", "This time is over.");
  if (at > now + max_meeting_ahead)
    throw core::invalid_field("/at", "too-large", "At most 60 days from now.");
}

void require_buyable(const DealPost& post, bool known_to_buyer) {
  if (!post.on_the_market()) {
    if (!known_to_buyer) throw no_such_post();
    throw core::conflict("post-unavailable", "This post has been taken from the market.");
  }
  if (post.status == "reserved")
    throw core::conflict("post-reserved", "This book is reserved for another buyer.");
  if (post.status == "sold") throw core::conflict("post-sold", "This book has been sold.");
}

Event event_of(Action action, State next) {
  switch (action) {
    case Action::accept:
      return Event::accepted;
    case Action::decline:
      return Event::declined;
    case Action::withdraw:
      return Event::withdrawn;
    case Action::confirm:
      return next == State::completed ? Event::completed : Event::confirmed;
    case Action::cancel:
      return Event::cancelled;
    case Action::meet:
      return Event::meeting;
    case Action::cancel_meeting:
      return Event::meeting_cancelled;
    case Action::review:
      return Event::reviewed;
    case Action::offer:
    case Action::buy:
      break;
  }
  return Event::offer;
}

}  // namespace

DealService::Bought DealService::buy(core::UserId buyer, core::PostId id, const Purchase& purchase) {
  return database_.write([&](db::Tx& tx) {
    const core::Millis now = clock_.now();
    flow_.settle_post(tx, id, now);
    const auto post = store_.post(tx, id);
    if (!post || blocks_.between(tx, buyer, post->seller).any()) throw no_such_post();
    if (post->seller == buyer) throw core::conflict("own-post", "This is your own post.");
    if (const auto open = store_.open_of_buyer(tx, id, buyer))
      return Bought{*store_.view(tx, open->id, buyer), false};
    require_buyable(*post, store_.has_room(tx, id, buyer));
    const Deal deal = begin(tx, buyer, *post, purchase, now);
    return Bought{*store_.view(tx, deal.id, buyer), true};
  });
}

Deal DealService::begin(db::Tx& tx, core::UserId buyer, const DealPost& post, const Purchase& purchase,
                        core::Millis now) {
  if (purchase.offer) require_price(*purchase.offer, post.price, "/offer");
  const chat::Room room = rooms_.open(tx, post.id, buyer, post.seller, now);
  Deal deal;
  deal.room = room.id;
  deal.post = post.id;
  deal.buyer = buyer;
  deal.seller = post.seller;
  deal.turn = Side::seller;
  deal.price = purchase.offer.value_or(post.price);
  deal.list_price = post.price;
  deal.offered_at = deal.created_at = deal.updated_at = now;
  flow_.begin(tx, deal, now);
  if (purchase.message) {
    rooms_.add(tx, room,
               {.sender = buyer,
                .kind = "text",
                .body = *purchase.message,
                .photo = {},
                .client_id = {},
                .data = {}},
               now);
  }
  return deal;
}

DealService::Acted DealService::act(core::UserId who, core::DealId id, const Move& move) {
  return database_.write([&](db::Tx& tx) {
    const core::Millis now = clock_.now();
    auto view = store_.view(tx, id, who);
    if (!view) throw no_such_deal();
    if (flow_.settle_post(tx, view->deal.post, now)) view = store_.view(tx, id, who);

    // A review speaks to everybody: a block is no way to keep a bad one away.
    if (view->blocked && move.action != Action::review) return Acted{"blocked", *view};
    // Told apart from a mere change of the deal: whoever lost this race wants to know to what.
    if (move.action == Action::accept && view->deal.state == State::negotiating &&
        view->post_status == "reserved") {
      return Acted{"post-reserved", *view};
    }
    if (move.version != view->deal.version) return Acted{"deal-changed", *view};
    const auto next = step(position_of(*view), view->viewer, move.action);
    if (!next) return Acted{"action-not-allowed", *view};
    change(tx, view->deal, *next, view->viewer, move, now);
    return Acted{"", *store_.view(tx, id, who)};
  });
}

void DealService::change(db::Tx& tx, Deal deal, const Step& next, Side by, const Move& move,
                         core::Millis now) {
  std::string_view reason;
  switch (move.action) {
    case Action::offer:
      require_price(move.price, deal.list_price, "/price");
      deal.price = move.price;
      deal.offer_by = by;
      deal.offered_at = now;
      break;
    case Action::confirm:
      (by == Side::buyer ? deal.buyer_confirmed_at : deal.seller_confirmed_at) = now;
      break;
    case Action::cancel:
      deal.cancel_reason = move.reason;
      reason = move.reason;
      break;
    case Action::meet:
      require_time(move.meeting.at, now);
      deal.meeting = move.meeting;
      break;
    case Action::cancel_meeting:
      deal.meeting = std::nullopt;
      break;
    case Action::review:
      reason = reviews_.write(tx, deal, by, move.stars, move.text, now) ? "published" : "hidden";
      break;
    default:
      break;
  }
  flow_.take(tx, deal, next, event_of(move.action, next.state), by, reason, now);
}

DealView DealService::get(core::UserId who, core::DealId id) {
  const auto read = [&] { return database_.read([&](db::Tx& tx) { return store_.view(tx, id, who); }); };
  auto view = read();
  const core::Millis now = clock_.now();
  if (view && view->deal.due(now) &&
      settled([&](db::Tx& tx) { flow_.settle_post(tx, view->deal.post, now); })) {
    view = read();
  }
  if (!view) throw no_such_deal();
  return *view;
}

std::vector<DealView> DealService::list(core::UserId who, const DealFilter& filter, const core::Page& page) {
  const auto read = [&] {
    return database_.read([&](db::Tx& tx) { return store_.page(tx, who, filter, page); });
  };
  auto views = read();
  const core::Millis now = clock_.now();
  const auto due = [now](const DealView& view) { return view.deal.due(now); };
  if (std::none_of(views.begin(), views.end(), due)) return views;
  const bool any = settled([&](db::Tx& tx) {
    for (const DealView& view : views) {
      if (due(view)) flow_.settle_post(tx, view.deal.post, now);
    }
  });
  return any ? read() : views;
}

// For who only reads: on a full disk, or while the market goes back, they are shown what stands there, and
// the sweep settles it when it can.
bool DealService::settled(const std::function<void(db::Tx&)>& settle) {
  try {
    database_.write(settle);
    return true;
  } catch (const core::Error& error) {
    if (error.status < 500) throw;
    return false;
  }
}

void DealService::settle_due() {
  in_batches([&](db::Tx& tx, core::Millis now) {
    const auto due = store_.due(tx, now, settled_at_once);
    for (const core::DealId id : due) flow_.settle(tx, id, now);
    return due.size();
  });
}

void DealService::remind_due() {
  in_batches([&](db::Tx& tx, core::Millis now) {
    const auto due = store_.due_reminders(tx, now, settled_at_once);
    for (const core::DealId id : due) flow_.remind(tx, id, now);
    return due.size();
  });
}

void DealService::in_batches(const std::function<std::size_t(db::Tx&, core::Millis)>& settle) {
  for (int batch = 0; batch < batches_a_sweep; ++batch) {
    const auto found = database_.write([&](db::Tx& tx) { return settle(tx, clock_.now()); });
    if (found < static_cast<std::size_t>(settled_at_once)) return;
  }
}

void DealService::close_for_post(db::Tx& tx, core::PostId post, std::string_view reason) const {
  flow_.close_others(tx, post, core::DealId{}, reason, Side::seller, clock_.now());
}

bool DealService::end_for_user(db::Tx& tx, core::UserId user, Event why) const {
  const core::Millis now = clock_.now();
  const auto open_ones = store_.open_of_user(tx, user, settled_at_once);
  for (const core::DealId id : open_ones) {
    auto view = store_.view(tx, id, user);
    if (!open(view->deal.state)) continue;  // closed with one of those before it
    // Handed over by one side's word: the other's history keeps it as done, as when its time is up.
    Step end = when_due(position_of(*view));
    if (end.state == State::completed) {
      flow_.take(tx, view->deal, end, Event::completed, std::nullopt, {}, now);
    } else {
      end.state = State::cancelled;
      // Who waits for this book is told next that its seller has gone, and not before that it can be had.
      if (view->viewer == Side::seller && end.post == PostEffect::free) end.post = PostEffect::let_go;
      view->deal.cancel_reason = why == Event::left ? "회원 탈퇴" : "이용 제한";
      flow_.take(tx, view->deal, end, why, view->viewer, {}, now);
    }
  }
  return !open_ones.empty();
}

void DealService::end_between(db::Tx& tx, core::UserId blocker, core::UserId blocked) const {
  const core::Millis now = clock_.now();
  for (const core::DealId id : store_.open_between(tx, blocker, blocked)) {
    flow_.settle(tx, id, now);  // what the clock had decided before
    auto deal = store_.find(tx, id);
    if (!open(deal->state)) continue;
    // As either may end them: an agreement by a cancel, also when one has confirmed it already.
    const Step end = deal->state == State::reserved ? Step{State::cancelled, std::nullopt, PostEffect::free}
                                                    : Step{State::closed, std::nullopt, PostEffect::none};
    flow_.take(tx, *deal, end, Event::closed, deal->side_of(blocker), "unavailable", now);
  }
}

}  // namespace deals
