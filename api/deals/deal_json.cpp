#include "deals/deal_json.h"

#include "chat/room.h"
#include "core/clock.h"
#include "deals/deal_state.h"
#include "json/reader.h"
#include "json/writer.h"
#include "photos/photo_json.h"
#include "users/user_json.h"

namespace deals {

namespace {

const json::Choices posted_actions = {"accept", "decline", "offer",          "withdraw", "confirm",
                                      "cancel", "meet",    "cancel_meeting", "review"};

void read_meeting(json::Fields& f, Meeting& meeting) {
  meeting.place = f.text("place", {.min = 1, .max = max_place_characters});
  const std::string at = f.text("at", {.min = 1, .max = 64});
  if (f.faulty("at")) return;
  if (const auto time = core::parse_rfc3339(at)) {
    meeting.at = *time;
  } else {
    f.fault("at", "invalid-format", "A time as in 2026-03-02T18:30:00+09:00.");
  }
}

void write_my_review(json::Writer& w, const std::optional<OwnReview>& review) {
  if (!review) {
    w.null("my_review");
    return;
  }
  w.open("my_review")
      .integer("stars", review->stars)
      .text("text", review->text)
      .time("created_at", review->created_at)
      .boolean("published", review->published)
      .time("publish_at", review->publish_at)
      .close();
}

void write_post(json::Writer& w, const DealView& view) {
  w.open("post")
      .integer("id", view.deal.post.value)
      .text("title", view.post_title)
      .text("status", view.post_status)
      .integer("price", view.post_price);
  if (view.post_photo) {
    photos::write_photo(w, "photo", *view.post_photo);
  } else {
    w.null("photo");
  }
  w.close();
}

}  // namespace

Purchase read_purchase(std::string_view body) {
  if (body.empty()) return {};  // 구매하기 and nothing more
  json::Fields f(body);
  Purchase purchase;
  purchase.offer = f.optional_integer("offer", 0, max_offer);
  purchase.message =
      f.optional_text("message", {.min = 1, .max = chat::max_message_characters, .lines = true});
  f.finish();
  return purchase;
}

Move read_move(std::string_view body) {
  json::Fields f(body);
  Move move;
  const std::string action = f.choice("action", posted_actions);
  move.version = f.integer("version", 1, INT64_MAX);
  if (f.faulty("action")) f.finish();  // throws: nothing else can be judged without it
  move.action = action_named(action);
  switch (move.action) {
    case Action::offer:
      move.price = f.integer("price", 1, max_offer);
      break;
    case Action::cancel:
      move.reason = f.text("reason", {.min = 1, .max = max_reason_characters});
      break;
    case Action::meet:
      read_meeting(f, move.meeting);
      break;
    case Action::review:
      move.stars = f.integer("stars", 1, 5);
      move.text = f.optional_text("text", {.max = max_review_characters, .lines = true}).value_or("");
      break;
    default:
      break;
  }
  f.finish();
  return move;
}

std::string deal_json(const DealView& view) {
  const Deal& deal = view.deal;
  json::Writer w;
  w.open().integer("id", deal.id.value);
  write_post(w, view);
  users::write_user_card(w, "buyer", view.buyer);
  users::write_user_card(w, "seller", view.seller);
  w.integer("room_id", deal.room.value)
      .text("state", name(deal.state))
      .integer("price", deal.price)
      .integer("list_price", deal.list_price);
  if (deal.turn) {
    w.text("turn", name(*deal.turn));
  } else {
    w.null("turn");
  }
  w.open("last_offer")
      .integer("price", deal.price)
      .text("by", name(deal.offer_by))
      .time("at", deal.offered_at)
      .close();
  w.open("confirmed")
      .boolean("buyer", deal.confirmed(Side::buyer))
      .boolean("seller", deal.confirmed(Side::seller))
      .close();
  if (deal.meeting) {
    w.open("meeting").text("place", deal.meeting->place).time("at", deal.meeting->at).close();
  } else {
    w.null("meeting");
  }
  write_my_review(w, view.my_review);
  w.integer("version", deal.version)
      .raw("actions", actions_json(actions_for(position_of(view), view.viewer)))
      .time("created_at", deal.created_at)
      .time("updated_at", deal.updated_at)
      .time("expires_at", deal.expires_at)
      .close();
  return w.take();
}

std::string actions_json(const std::vector<Action>& actions) {
  json::Writer w;
  w.open_array();
  for (const Action action : actions) w.element(name(action));
  w.close_array();
  return w.take();
}

std::string review_json(const Review& review) {
  json::Writer w;
  w.open();
  users::write_user_card(w, "author", review.author);
  w.text("role", name(review.side))
      .integer("stars", review.stars)
      .text("text", review.text)
      .time("created_at", review.created_at)
      .close();
  return w.take();
}

std::string meeting_spots_json(const std::vector<MeetingSpot>& spots) {
  json::Writer w;
  w.open().open_array("items");
  for (const MeetingSpot& spot : spots) {
    w.open().text("name", spot.name).text("campus", spot.campus).text("note", spot.note).close();
  }
  w.close_array().close();
  return w.take();
}

}  // namespace deals
