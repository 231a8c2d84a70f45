#include "deals/deal_flow.h"

#include <algorithm>
#include <limits>

#include "posts/alert_queue.h"
#include "posts/post_service.h"

namespace deals {

namespace {

// That a deal is there again, which had been over when people last looked: they come by once a day.
constexpr core::Millis time_to_hear_of_it = core::day;

}  // namespace

void DealFlow::begin(db::Tx& tx, Deal& deal, core::Millis now) const {
  deal.expires_at = now + times_.negotiating;
  deal.id = store_.insert(tx, deal);
  store_.count_open(tx, deal.post);
  tell(tx, deal, Event::deal_opened, Side::buyer, {}, now);
}

void DealFlow::take(db::Tx& tx, Deal& deal, const Step& step, Event event, std::optional<Side> by,
                    std::string_view reason, core::Millis now) const {
  const bool was_open = open(deal.state);
  deal.state = step.state;
  deal.turn = step.turn;
  deal.expires_at = deadline(tx, deal, event, now);
  deal.remind_at = reminder(deal, event, now);
  deal.updated_at = now;
  if (was_open && deal.state == State::completed) deal.completed_at = now;
  store_.update(tx, deal);
  tell(tx, deal, event, by, reason, now);
  if (step.post != PostEffect::none) change_post(tx, deal, step.post, by, now);
  if (was_open && !open(deal.state)) store_.count_open(tx, deal.post);
}

std::optional<core::Millis> DealFlow::deadline(db::Tx& tx, const Deal& deal, Event event,
                                               core::Millis now) const {
  if (!open(deal.state)) return std::nullopt;
  switch (event) {
    case Event::accepted:
      return now + times_.reserved;
    case Event::confirmed:
      return now + times_.one_sided_confirm;
    case Event::meeting:
      // An agreement to meet in three weeks must not expire in two. A confirmed deal keeps its own date.
      if (deal.buyer_confirmed_at || deal.seller_confirmed_at) return deal.expires_at;
      return std::max(deal.expires_at.value_or(now), deal.meeting->at + times_.after_meeting);
    case Event::meeting_cancelled:
      return deal.expires_at;
    default:
      break;
  }
  // A deal that waits for another buyer's, or for a moderator, can't be answered with a yes: its time stands
  // still.
  if (store_.post(tx, deal.post).value().status != "selling") return std::nullopt;
  return now + times_.negotiating;
}

std::optional<core::Millis> DealFlow::reminder(const Deal& deal, Event event, core::Millis now) const {
  if (deal.state != State::reserved || !deal.meeting) return std::nullopt;
  switch (event) {
    case Event::meeting: {
      // Of a meeting that is nearer than that there is nothing to tell: it was agreed on this moment.
      const core::Millis at = deal.meeting->at - times_.meeting_reminder;
      return at > now ? std::optional(at) : std::nullopt;
    }
    case Event::confirmed:  // they have met
      return std::nullopt;
    default:
      return deal.remind_at;
  }
}

void DealFlow::remind(db::Tx& tx, core::DealId id, core::Millis now) const {
  const auto deal = store_.find(tx, id);
  store_.set_reminded(tx, id);
  // A server that was down meanwhile does not call anybody to a meeting that is over.
  if (deal->state == State::reserved && deal->meeting && deal->meeting->at > now)
    tell(tx, *deal, Event::meeting_soon, std::nullopt, {}, now);
}

void DealFlow::change_post(db::Tx& tx, const Deal& deal, PostEffect effect, std::optional<Side> by,
                           core::Millis now) const {
  std::string_view change;
  bool shown = true;
  switch (effect) {
    case PostEffect::none:
      return;
    case PostEffect::reserve:
      change = "reserved";
      shown = store_.set_post_status(tx, deal.post, "reserved", now);
      tell_others_to_wait(tx, deal, by, now);
      break;
    case PostEffect::free:
      change = "selling";
      shown = store_.set_post_status(tx, deal.post, "selling", now);
      if (!shown) return;  // on hold: they go on when it is over
      let_others_go_on(tx, deal, now);
      posts::AlertQueue().put(tx, deal.post);
      break;
    case PostEffect::let_go:
      store_.set_post_status(tx, deal.post, "selling", now);
      return;
    case PostEffect::sell:
      change = "sold";
      shown = store_.set_post_status(tx, deal.post, "sold", now);
      close_others(tx, deal.post, deal.id, "sold", std::nullopt, now);
      break;
  }
  if (!shown) return;
  posts::tell_favorites(tx, events_, deal.post, {.change = change, .price = {}, .was = {}}, now);
}

void DealFlow::tell_others_to_wait(db::Tx& tx, const Deal& reserved, std::optional<Side> by,
                                   core::Millis now) const {
  // A seller who accepts one buyer has answered the others; a buyer who accepts has not.
  const auto decided_by = by == Side::seller ? by : std::nullopt;
  for (Deal& waiting : store_.open_of_post(tx, reserved.post)) {
    if (waiting.id == reserved.id) continue;
    waiting.expires_at = std::nullopt;
    waiting.updated_at = now;
    store_.update(tx, waiting);
    tell(tx, waiting, Event::reserved_elsewhere, decided_by, {}, now);
  }
}

void DealFlow::let_others_go_on(db::Tx& tx, const Deal& over, core::Millis now) const {
  for (Deal& waiting : store_.open_of_post(tx, over.post)) {
    // A fresh period rather than what was left: nobody is to lose a deal the moment they hear that it goes
    // on.
    waiting.expires_at = now + times_.negotiating;
    waiting.updated_at = now;
    store_.update(tx, waiting);
    tell(tx, waiting, Event::free_again, std::nullopt, {}, now);
  }
}

void DealFlow::pause(db::Tx& tx, core::PostId post, core::Millis now) const {
  for (Deal& deal : store_.open_of_post(tx, post)) {
    // What has been agreed goes on: the two have met already, perhaps.
    if (deal.state == State::negotiating) deal.expires_at = std::nullopt;
    deal.updated_at = now;
    store_.update(tx, deal);
    tell(tx, deal, Event::post_held, std::nullopt, {}, now);
  }
}

void DealFlow::resume(db::Tx& tx, core::PostId post, core::Millis now) const {
  const bool selling = store_.post(tx, post).value().status == "selling";
  for (Deal& deal : store_.open_of_post(tx, post)) {
    if (selling) deal.expires_at = now + times_.negotiating;  // a fresh period, as in let_others_go_on()
    deal.updated_at = now;
    store_.update(tx, deal);
    tell(tx, deal, Event::post_restored, std::nullopt, {}, now);
  }
}

bool DealFlow::settle_post(db::Tx& tx, core::PostId post, core::Millis now) const {
  bool any = false;
  for (const core::DealId id : store_.due_of_post(tx, post, now)) any = settle(tx, id, now) || any;
  return any;
}

bool DealFlow::settle(db::Tx& tx, core::DealId id, core::Millis now) const {
  // Read now: what was settled before it may have given this one more time.
  auto deal = store_.find(tx, id);
  if (!deal || !open(deal->state) || !deal->due(now)) return false;
  Position position;
  position.state = deal->state;
  position.buyer_confirmed = deal->confirmed(Side::buyer);
  position.seller_confirmed = deal->confirmed(Side::seller);
  const Step due = when_due(position);
  take(tx, *deal, due, due.state == State::completed ? Event::completed : Event::expired, std::nullopt, {},
       now);
  return true;
}

void DealFlow::give_time(db::Tx& tx, core::Millis now) const {
  for (const core::DealId id : store_.due(tx, now + time_to_hear_of_it, std::numeric_limits<int>::max())) {
    Deal deal = *store_.find(tx, id);
    const bool handed_over = deal.confirmed(Side::buyer) || deal.confirmed(Side::seller);
    // As in let_others_go_on(), or the sweep would end it before either can do anything.
    const core::Millis period = deal.state == State::negotiating ? times_.negotiating
                                : handed_over                    ? times_.one_sided_confirm
                                                                 : times_.reserved;
    deal.expires_at = std::max(*deal.expires_at, now + period);
    store_.update(tx, deal);
  }
}

void DealFlow::close_others(db::Tx& tx, core::PostId post, core::DealId kept, std::string_view reason,
                            std::optional<Side> by, core::Millis now) const {
  for (Deal& deal : store_.open_of_post(tx, post)) {
    if (deal.id == kept) continue;
    deal.state = State::closed;
    deal.turn = std::nullopt;
    deal.expires_at = std::nullopt;
    deal.remind_at = std::nullopt;
    deal.updated_at = now;
    store_.update(tx, deal);
    tell(tx, deal, Event::closed, by, reason, now);
  }
  store_.count_open(tx, post);
}

void DealFlow::tell(db::Tx& tx, const Deal& deal, Event event, std::optional<Side> by,
                    std::string_view reason, core::Millis now) const {
  const auto room = rooms_.find(tx, deal.room);
  // What happened to the post happened by its seller's deal with somebody else: the seller has no need of
  // fifty rooms marked unread for it.
  const bool known_to_seller = event == Event::reserved_elsewhere || event == Event::free_again ||
                               event == Event::closed || event == Event::post_held ||
                               event == Event::post_restored;
  const core::UserId unread_but = by ? deal.party(*by) : known_to_seller ? deal.seller : core::UserId{};
  // Whoever has a deal closed, by a block, is not named; nor is whose yes gave the book to somebody else.
  const bool nameless = event == Event::closed || event == Event::reserved_elsewhere;
  const auto said = words(event, deal, nameless ? std::nullopt : by, reason, now);
  // A seller is not quick to answer because a moderator or the clock was.
  const bool decided = by && event != Event::barred;
  const auto message = rooms_.say(tx, *room, said, unread_but, decided, now);
  events_.append(
      tx, {deal.buyer, deal.seller},
      {.type = "deal", .room = deal.room, .post = deal.post, .deal = deal.id, .message = message, .data = {}},
      now);
}

}  // namespace deals
