// The table of what may be done to a deal, cell by cell: every state, whoever's turn, every actor, every
// action.
#include "deals/deal_state.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace deal_state_test {

using namespace deals;

namespace {

const std::vector<State> all_states = {State::negotiating, State::reserved, State::completed, State::declined,
                                       State::cancelled,   State::expired,  State::closed};
const std::vector<Action> all_actions = {
    Action::accept, Action::decline, Action::offer,  Action::withdraw, Action::confirm,
    Action::cancel, Action::meet,    Action::review, Action::buy,      Action::cancel_meeting};
const std::vector<std::optional<Side>> all_actors = {Side::buyer, Side::seller, std::nullopt};

std::string shown(const std::vector<Action>& actions) {
  std::string out;
  for (const Action action : actions) out.append(out.empty() ? "" : " ").append(name(action));
  return out;
}

// Every position there can be, whether the market lets it come about or not.
std::vector<Position> all_positions() {
  std::vector<Position> out;
  for (const State state : all_states) {
    for (int bits = 0; bits < 512; ++bits) {
      const auto bit = [bits](int n) { return (bits >> n & 1) != 0; };
      const std::optional<Side> turn =
          state == State::negotiating ? std::optional(bit(8) ? Side::buyer : Side::seller) : std::nullopt;
      if (state != State::negotiating && bit(8)) continue;
      out.push_back({state, turn, bit(0), bit(1), bit(2), bit(3), bit(4), bit(5), bit(6), bit(7)});
    }
  }
  return out;
}

// The contract once more, in other words than the table's: what the actor may do, and what comes of it.
std::optional<Step> expected(const Position& p, std::optional<Side> actor, Action action) {
  if (!actor) return std::nullopt;
  const bool buyer = *actor == Side::buyer;
  const bool mine = buyer ? p.buyer_confirmed : p.seller_confirmed;
  const bool theirs = buyer ? p.seller_confirmed : p.buyer_confirmed;
  const bool reviewed = buyer ? p.buyer_reviewed : p.seller_reviewed;
  const Side opposite = buyer ? Side::seller : Side::buyer;
  if (p.state == State::negotiating) {
    const bool my_turn = p.turn == actor;
    if (action == Action::accept && my_turn && p.post_selling)
      return Step{State::reserved, {}, PostEffect::reserve};
    if (action == Action::decline && my_turn) return Step{State::declined, {}, PostEffect::none};
    if (action == Action::offer && my_turn && !p.given_away)
      return Step{State::negotiating, opposite, PostEffect::none};
    if (action == Action::withdraw && !my_turn) return Step{State::cancelled, {}, PostEffect::none};
    return std::nullopt;
  }
  if (p.state == State::reserved) {
    if (action == Action::cancel) return Step{State::cancelled, {}, PostEffect::free};
    if (action == Action::cancel_meeting && p.meeting) return Step{State::reserved, {}, PostEffect::none};
    if (action == Action::meet) return Step{State::reserved, {}, PostEffect::none};
    if (action != Action::confirm || mine) return std::nullopt;
    return theirs ? Step{State::completed, {}, PostEffect::sell}
                  : Step{State::reserved, {}, PostEffect::none};
  }
  if (p.state == State::completed) {
    if (action == Action::review && !reviewed) return Step{State::completed, {}, PostEffect::none};
    return std::nullopt;
  }
  if (action == Action::buy && buyer && p.post_selling && p.newest)
    return Step{p.state, {}, PostEffect::none};
  return std::nullopt;
}

Position at(State state) {
  Position position;
  position.state = state;
  return position;
}

Position negotiating(Side turn) {
  Position position;
  position.turn = turn;
  return position;
}

}  // namespace

TEST_CASE("every cell of the deal table is what the contract says") {
  std::size_t allowed = 0;
  std::size_t refused = 0;
  for (const Position& position : all_positions()) {
    for (const auto actor : all_actors) {
      for (const Action action : all_actions) {
        const auto wanted = expected(position, actor, action);
        CAPTURE(name(position.state));
        CAPTURE(name(action));
        CAPTURE((actor ? name(*actor) : "stranger"));
        CHECK((step(position, actor, action) == wanted));
        ++(wanted ? allowed : refused);
      }
    }
  }
  CHECK(allowed == 3584);
  CHECK(refused == 57856);
}

TEST_CASE("the actions that are shown are those that are allowed, each once") {
  for (const Position& position : all_positions()) {
    for (const auto actor : all_actors) {
      const auto actions = actions_for(position, actor);
      for (const Action action : all_actions) {
        const auto times = std::count(actions.begin(), actions.end(), action);
        CHECK(times == (step(position, actor, action) ? 1 : 0));
      }
    }
  }
}

TEST_CASE("the one who is to answer accepts, offers or declines, the other may only withdraw") {
  for (const Side turn : {Side::buyer, Side::seller}) {
    CHECK(shown(actions_for(negotiating(turn), turn)) == "accept offer decline");
    CHECK(shown(actions_for(negotiating(turn), other(turn))) == "withdraw");
    CHECK(step(negotiating(turn), turn, Action::offer)->turn == other(turn));
  }
}

TEST_CASE("a price is not accepted while the post is reserved for somebody else") {
  Position position = negotiating(Side::seller);
  position.post_selling = false;
  CHECK(shown(actions_for(position, Side::seller)) == "offer decline");
  CHECK(shown(actions_for(position, Side::buyer)) == "withdraw");
}

TEST_CASE("a book that is given away is accepted or declined, with no price to haggle over") {
  Position position = negotiating(Side::seller);
  position.given_away = true;
  CHECK(shown(actions_for(position, Side::seller)) == "accept decline");
  CHECK(shown(actions_for(position, Side::buyer)) == "withdraw");
}

TEST_CASE("each side confirms once, and the second confirmation completes the deal") {
  Position position = at(State::reserved);
  position.post_selling = false;
  CHECK(shown(actions_for(position, Side::buyer)) == "confirm meet cancel");
  CHECK(step(position, Side::buyer, Action::confirm)->state == State::reserved);
  position.buyer_confirmed = true;
  CHECK(shown(actions_for(position, Side::buyer)) == "meet cancel");
  CHECK(step(position, Side::seller, Action::confirm)->state == State::completed);
  CHECK(step(position, Side::seller, Action::confirm)->post == PostEffect::sell);
}

TEST_CASE("a meeting may be moved or cancelled by either side, and only one that is arranged") {
  Position position = at(State::reserved);
  position.post_selling = false;
  position.meeting = true;
  for (const Side side : {Side::buyer, Side::seller}) {
    CHECK(shown(actions_for(position, side)) == "confirm meet cancel_meeting cancel");
    CHECK((step(position, side, Action::cancel_meeting) == Step{State::reserved, {}, PostEffect::none}));
  }
  position.state = State::completed;
  CHECK_FALSE(step(position, Side::buyer, Action::cancel_meeting));
}

TEST_CASE("each side reviews once, after the deal is completed and not before") {
  Position position = at(State::completed);
  position.post_selling = false;
  CHECK(shown(actions_for(position, Side::buyer)) == "review");
  position.buyer_reviewed = true;
  CHECK(shown(actions_for(position, Side::buyer)).empty());
  CHECK(shown(actions_for(position, Side::seller)) == "review");
  for (const State state : all_states) {
    if (state != State::completed) CHECK_FALSE(step(at(state), Side::buyer, Action::review));
  }
}

TEST_CASE("only the buyer begins again, while the post is selling and no later deal is in the room") {
  for (const State state : {State::declined, State::cancelled, State::expired, State::closed}) {
    CHECK(shown(actions_for(at(state), Side::buyer)) == "buy");
    CHECK(shown(actions_for(at(state), Side::seller)).empty());
    Position later = at(state);
    later.newest = false;
    CHECK(shown(actions_for(later, Side::buyer)).empty());
    Position sold = at(state);
    sold.post_selling = false;
    CHECK(shown(actions_for(sold, Side::buyer)).empty());
  }
}

TEST_CASE("a stranger may do nothing to any deal") {
  for (const Position& position : all_positions()) CHECK(actions_for(position, std::nullopt).empty());
}

TEST_CASE("the clock lets negotiations and agreements expire, and completes what one side has confirmed") {
  CHECK((when_due(negotiating(Side::seller)) == Step{State::expired, {}, PostEffect::none}));
  Position position = at(State::reserved);
  CHECK((when_due(position) == Step{State::expired, {}, PostEffect::free}));
  position.seller_confirmed = true;
  CHECK((when_due(position) == Step{State::completed, {}, PostEffect::sell}));
  position = at(State::reserved);
  position.buyer_confirmed = true;
  CHECK((when_due(position) == Step{State::completed, {}, PostEffect::sell}));
}

TEST_CASE("every name of a state, side and action is read back as itself, and no other is") {
  for (const State state : all_states) CHECK(state_named(name(state)) == state);
  for (const Action action : all_actions) CHECK(action_named(name(action)) == action);
  CHECK(side_named("seller") == Side::seller);
  CHECK_THROWS_AS(state_named("sold"), std::invalid_argument);
  CHECK_THROWS_AS(action_named(""), std::invalid_argument);
}

}  // namespace deal_state_test
