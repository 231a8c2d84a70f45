// What may be done to a deal, and what becomes of it: one table, without I/O.
#pragma once

#include <optional>
#include <vector>

#include "deals/deal.h"

namespace deals {

// All that the rules look at.
struct Position {
  State state = State::negotiating;
  std::optional<Side> turn;
  bool buyer_confirmed = false;
  bool seller_confirmed = false;
  bool buyer_reviewed = false;
  bool seller_reviewed = false;
  bool post_selling = true;  // not reserved for another, sold or taken down
  bool newest = true;        // there is no later deal in its room
  bool meeting = false;      // the two have agreed on one
  bool given_away = false;   // the book costs nothing

  bool operator==(const Position&) const = default;
};

// What a step does to the post. `let_go`: it is free again and nobody is told, as it goes with its seller.
enum class PostEffect { none, reserve, free, let_go, sell };

struct Step {
  State state = State::negotiating;
  std::optional<Side> turn;
  PostEffect post = PostEffect::none;

  bool operator==(const Step&) const = default;
};

// What `actor` (nothing: a stranger) comes to by `action`; nothing when it is not allowed now.
std::optional<Step> step(const Position& position, std::optional<Side> actor, Action action);

// The actions of the same table that step() allows, in its order.
std::vector<Action> actions_for(const Position& position, std::optional<Side> actor);

// What an open deal comes to when its time is up.
Step when_due(const Position& position);

Position position_of(const DealView& view);

}  // namespace deals
