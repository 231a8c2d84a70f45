#include "deals/deal_state.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace deals {

namespace {

enum class Who { to_move, waiting, either, buyer };

enum class When {
  always,
  post_selling,     // one deal of a post is reserved at a time
  priced,           // for a book that is given away no other price can be offered
  confirmed_first,  // neither has confirmed yet
  confirmed_last,   // the other has, the actor has not
  not_reviewed,     // by the actor
  meeting_agreed,
  may_begin_again,  // nothing is open in the room and the post is to be had
};

enum class Turn { passes, none };

struct Rule {
  State from;
  Who who;
  Action action;
  When when;
  State to;
  Turn turn;
  PostEffect post;
};

// The contract's table. Whatever has no row here is not allowed.
constexpr Rule rules[] = {
    {State::negotiating, Who::to_move, Action::accept, When::post_selling, State::reserved, Turn::none,
     PostEffect::reserve},
    {State::negotiating, Who::to_move, Action::offer, When::priced, State::negotiating, Turn::passes,
     PostEffect::none},
    {State::negotiating, Who::to_move, Action::decline, When::always, State::declined, Turn::none,
     PostEffect::none},
    {State::negotiating, Who::waiting, Action::withdraw, When::always, State::cancelled, Turn::none,
     PostEffect::none},
    {State::reserved, Who::either, Action::confirm, When::confirmed_first, State::reserved, Turn::none,
     PostEffect::none},
    {State::reserved, Who::either, Action::confirm, When::confirmed_last, State::completed, Turn::none,
     PostEffect::sell},
    {State::reserved, Who::either, Action::meet, When::always, State::reserved, Turn::none, PostEffect::none},
    {State::reserved, Who::either, Action::cancel_meeting, When::meeting_agreed, State::reserved, Turn::none,
     PostEffect::none},
    {State::reserved, Who::either, Action::cancel, When::always, State::cancelled, Turn::none,
     PostEffect::free},
    {State::completed, Who::either, Action::review, When::not_reviewed, State::completed, Turn::none,
     PostEffect::none},
    // `buy` leaves this deal as it is: it begins another one in the same room.
    {State::declined, Who::buyer, Action::buy, When::may_begin_again, State::declined, Turn::none,
     PostEffect::none},
    {State::cancelled, Who::buyer, Action::buy, When::may_begin_again, State::cancelled, Turn::none,
     PostEffect::none},
    {State::expired, Who::buyer, Action::buy, When::may_begin_again, State::expired, Turn::none,
     PostEffect::none},
    {State::closed, Who::buyer, Action::buy, When::may_begin_again, State::closed, Turn::none,
     PostEffect::none},
};

bool is(Who who, const Position& position, Side actor) {
  switch (who) {
    case Who::to_move:
      return position.turn == actor;
    case Who::waiting:
      return position.turn == other(actor);
    case Who::either:
      return true;
    case Who::buyer:
      return actor == Side::buyer;
  }
  return false;
}

bool holds(When when, const Position& position, Side actor) {
  const bool mine = actor == Side::buyer ? position.buyer_confirmed : position.seller_confirmed;
  const bool theirs = actor == Side::buyer ? position.seller_confirmed : position.buyer_confirmed;
  switch (when) {
    case When::always:
      return true;
    case When::post_selling:
      return position.post_selling;
    case When::priced:
      return !position.given_away;
    case When::confirmed_first:
      return !mine && !theirs;
    case When::confirmed_last:
      return !mine && theirs;
    case When::not_reviewed:
      return !(actor == Side::buyer ? position.buyer_reviewed : position.seller_reviewed);
    case When::meeting_agreed:
      return position.meeting;
    case When::may_begin_again:
      return position.post_selling && position.newest;
  }
  return false;
}

const Rule* find(const Position& position, std::optional<Side> actor, Action action) {
  if (!actor) return nullptr;
  for (const Rule& rule : rules) {
    if (rule.from == position.state && rule.action == action && is(rule.who, position, *actor) &&
        holds(rule.when, position, *actor)) {
      return &rule;
    }
  }
  return nullptr;
}

constexpr std::array<std::pair<State, std::string_view>, 7> state_names = {{
    {State::negotiating, "negotiating"},
    {State::reserved, "reserved"},
    {State::completed, "completed"},
    {State::declined, "declined"},
    {State::cancelled, "cancelled"},
    {State::expired, "expired"},
    {State::closed, "closed"},
}};
constexpr std::array<std::pair<Side, std::string_view>, 2> side_names = {{
    {Side::buyer, "buyer"},
    {Side::seller, "seller"},
}};
constexpr std::array<std::pair<Action, std::string_view>, 10> action_names = {{
    {Action::accept, "accept"},
    {Action::decline, "decline"},
    {Action::offer, "offer"},
    {Action::withdraw, "withdraw"},
    {Action::confirm, "confirm"},
    {Action::cancel, "cancel"},
    {Action::meet, "meet"},
    {Action::cancel_meeting, "cancel_meeting"},
    {Action::review, "review"},
    {Action::buy, "buy"},
}};

template <class Names, class Value>
std::string_view name_in(const Names& names, Value value) {
  for (const auto& [known, text] : names) {
    if (known == value) return text;
  }
  throw std::invalid_argument("no name");
}

template <class Names>
auto named_in(const Names& names, std::string_view name) {
  for (const auto& [known, text] : names) {
    if (text == name) return known;
  }
  throw std::invalid_argument("no such name: " + std::string(name));
}

}  // namespace

std::string_view name(State state) {
  return name_in(state_names, state);
}
std::string_view name(Side side) {
  return name_in(side_names, side);
}
std::string_view name(Action action) {
  return name_in(action_names, action);
}
State state_named(std::string_view name) {
  return named_in(state_names, name);
}
Side side_named(std::string_view name) {
  return named_in(side_names, name);
}
Action action_named(std::string_view name) {
  return named_in(action_names, name);
}

std::optional<Step> step(const Position& position, std::optional<Side> actor, Action action) {
  const Rule* rule = find(position, actor, action);
  if (rule == nullptr) return std::nullopt;
  return Step{rule->to, rule->turn == Turn::passes ? std::optional(other(*actor)) : std::nullopt, rule->post};
}

std::vector<Action> actions_for(const Position& position, std::optional<Side> actor) {
  std::vector<Action> out;
  for (const Rule& rule : rules) {
    // The rule itself, and not another one of the same action.
    if (find(position, actor, rule.action) == &rule) out.push_back(rule.action);
  }
  return out;
}

Step when_due(const Position& position) {
  if (position.state == State::negotiating) return {State::expired, std::nullopt, PostEffect::none};
  // One side says that the book was handed over, and the other did not object for days.
  if (position.buyer_confirmed || position.seller_confirmed) {
    return {State::completed, std::nullopt, PostEffect::sell};
  }
  return {State::expired, std::nullopt, PostEffect::free};
}

Position position_of(const DealView& view) {
  return {.state = view.deal.state,
          .turn = view.deal.turn,
          .buyer_confirmed = view.deal.confirmed(Side::buyer),
          .seller_confirmed = view.deal.confirmed(Side::seller),
          .buyer_reviewed = view.buyer_reviewed,
          .seller_reviewed = view.seller_reviewed,
          .post_selling = view.post_status == "selling" && !view.post_deleted,
          .newest = view.newest,
          .meeting = view.deal.meeting.has_value(),
          .given_away = view.deal.list_price == 0};
}

}  // namespace deals
