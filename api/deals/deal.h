// A deal: one buyer and one seller on their way from 구매하기 to 거래 확정 over one post.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "photos/photo.h"
#include "posts/post.h"
#include "users/user.h"

namespace deals {

constexpr std::int64_t max_offer_times_price = 2;  // an offer is at most this many times the asking price
constexpr std::int64_t max_offer = max_offer_times_price * posts::max_price;  // won
constexpr std::size_t max_reason_characters = 200;  // why a reserved deal is cancelled
constexpr std::size_t max_place_characters = 100;   // where the two meet
constexpr std::size_t max_review_characters = 1000;
constexpr core::Millis max_meeting_ahead = 60 * core::day;
constexpr int batches_a_sweep = 20;  // transactions in which what is due is settled; the next sweep goes on

enum class State { negotiating, reserved, completed, declined, cancelled, expired, closed };
enum class Side { buyer, seller };
// What an answer may offer. `buy` is done by POST /posts/{id}/buy, the others by POST /deals/{id}/actions.
enum class Action { accept, decline, offer, withdraw, confirm, cancel, meet, cancel_meeting, review, buy };

// Their names in the API and in the database.
std::string_view name(State state);
std::string_view name(Side side);
std::string_view name(Action action);
// Each throws std::invalid_argument for a name that is none.
State state_named(std::string_view name);
Side side_named(std::string_view name);
Action action_named(std::string_view name);

constexpr Side other(Side side) {
  return side == Side::buyer ? Side::seller : Side::buyer;
}
constexpr bool open(State state) {
  return state == State::negotiating || state == State::reserved;
}

struct Meeting {
  std::string place;
  core::Millis at = 0;
};

struct Deal {
  core::DealId id;
  core::RoomId room;
  core::PostId post;
  core::UserId buyer;
  core::UserId seller;
  State state = State::negotiating;
  std::optional<Side> turn;     // who is to answer; nobody unless negotiating
  std::int64_t price = 0;       // on the table, or agreed
  std::int64_t list_price = 0;  // the post's when the deal began
  Side offer_by = Side::buyer;  // whose price is on the table
  core::Millis offered_at = 0;
  std::optional<core::Millis> buyer_confirmed_at;
  std::optional<core::Millis> seller_confirmed_at;
  std::optional<Meeting> meeting;
  std::optional<core::Millis> remind_at;  // of the meeting; nothing once it is done
  std::optional<std::string> cancel_reason;
  std::int64_t version = 1;
  core::Millis created_at = 0;
  core::Millis updated_at = 0;
  std::optional<core::Millis> completed_at;
  // When the clock decides: a negotiation expires, an agreement expires or, once one side has confirmed it,
  // completes. Nothing when the deal is over, or waits for another buyer's deal.
  std::optional<core::Millis> expires_at;

  std::optional<Side> side_of(core::UserId user) const {
    if (user == buyer) return Side::buyer;
    if (user == seller) return Side::seller;
    return std::nullopt;
  }
  core::UserId party(Side side) const { return side == Side::buyer ? buyer : seller; }
  bool confirmed(Side side) const {
    return (side == Side::buyer ? buyer_confirmed_at : seller_confirmed_at).has_value();
  }
  bool due(core::Millis now) const { return expires_at && *expires_at <= now; }
};

// What a party of a deal is shown of their own review.
struct OwnReview {
  std::int64_t stars = 0;  // 1 to 5
  std::string text;
  core::Millis created_at = 0;
  core::Millis publish_at = 0;  // from when on it is shown: at the latest, as long as it is hidden
  bool published = false;
};

// A deal with all that one of its parties is shown of it.
struct DealView {
  Deal deal;
  std::string post_title;
  std::string post_status;  // selling, reserved, sold, hidden
  std::int64_t post_price = 0;
  std::optional<photos::Photo> post_photo;  // its cover
  bool post_deleted = false;
  users::UserCard buyer;
  users::UserCard seller;
  bool buyer_reviewed = false;
  bool seller_reviewed = false;
  bool newest = true;    // there is no later deal in its room
  bool blocked = false;  // its parties are a blocked pair
  Side viewer = Side::buyer;
  std::optional<OwnReview> my_review;  // the viewer's; the other side's is shown on the profile alone
};

struct Review {
  core::DealId deal;
  users::UserCard author;
  Side side = Side::buyer;  // the author's
  std::int64_t stars = 0;   // 1 to 5
  std::string text;
  core::Millis created_at = 0;
  core::Millis published_at = 0;
};

// What 구매하기 carries.
struct Purchase {
  std::optional<std::int64_t> offer;   // nothing: at the asking price
  std::optional<std::string> message;  // the buyer's first words
};

// One action and what belongs to it.
struct Move {
  Action action = Action::accept;
  std::int64_t version = 0;  // of the deal as the actor saw it
  std::int64_t price = 0;    // offer
  std::string reason;        // cancel
  Meeting meeting;           // meet
  std::int64_t stars = 0;    // review
  std::string text;          // review
};

}  // namespace deals
