#include "chat/chat_json.h"

#include <limits>

#include "deals/deal_json.h"
#include "json/reader.h"
#include "json/writer.h"
#include "photos/photo_json.h"
#include "users/user_json.h"

namespace chat {

Draft read_draft(std::string_view body) {
  json::Fields f(body);
  Draft draft;
  draft.client_id = f.text("client_id", {.min = 1, .max = max_client_id_characters});
  const auto text = f.optional_text("body", {.min = 1, .max = max_message_characters, .lines = true});
  draft.photo = f.optional_text("photo_id", {.min = 1, .max = 64});
  if (!text && !draft.photo && !f.faulty("body") && !f.faulty("photo_id")) {
    f.fault("body", "required", "A message has a text or a photo.");
  } else if (text && draft.photo) {
    f.fault("photo_id", "not-allowed", "A message has either a text or a photo.");
  }
  f.finish();
  draft.body = text.value_or("");
  return draft;
}

std::int64_t read_seq(std::string_view body) {
  json::Fields f(body);
  const std::int64_t seq = f.integer("seq", 0, std::numeric_limits<std::int64_t>::max());
  f.finish();
  return seq;
}

bool read_muted(std::string_view body) {
  json::Fields f(body);
  const bool muted = f.boolean("muted");
  f.finish();
  return muted;
}

std::string message_json(const Message& message, core::UserId viewer) {
  json::Writer w;
  w.open().integer("id", message.id.value).integer("room_id", message.room.value).integer("seq", message.seq);
  if (message.kind == "system") {
    w.null("from");
  } else {
    w.text("from", message.sender_username);
  }
  w.text("kind", message.kind).text("body", message.body);
  if (message.photo) photos::write_photo(w, "photo", *message.photo);
  w.text("client_id", viewer == message.sender ? message.client_id : std::nullopt)
      .time("sent_at", message.sent_at);
  if (message.data) w.raw("data", *message.data);
  // For the one who is to be careful, and not for the one who could learn how to get round it.
  if (!message.notices.empty() && viewer != message.sender) {
    w.open_array("notices");
    for (const auto& notice : message.notices) w.element(notice);
    w.close_array();
  }
  w.close();
  return w.take();
}

std::string message_page_json(const MessagePage& page, core::UserId viewer) {
  json::Writer w;
  w.open().open_array("items");
  for (const Message& message : page.items) w.raw_element(message_json(message, viewer));
  w.close_array();
  if (page.next) {
    w.text("next_cursor", std::to_string(*page.next));
  } else {
    w.null("next_cursor");
  }
  w.close();
  return w.take();
}

std::string room_json(const RoomView& view) {
  const Room& room = view.room;
  json::Writer w;
  w.open().integer("id", room.id.value);
  w.open("post")
      .integer("id", view.post.id.value)
      .text("title", view.post.title)
      .text("status", view.post.status)
      .integer("price", view.post.price);
  if (view.post.photo) {
    photos::write_photo(w, "photo", *view.post.photo);
  } else {
    w.null("photo");
  }
  w.close();
  if (view.deal) {
    w.raw("deal", deals::deal_json(*view.deal));
  } else {
    w.null("deal");
  }
  users::write_user_card(w, "with", view.with);
  if (view.last_message) {
    w.raw("last_message", message_json(*view.last_message, view.viewer));
  } else {
    w.null("last_message");
  }
  w.integer("unread", room.unread(view.viewer))
      .boolean("muted", room.muted(view.viewer))
      .integer("last_read_seq", room.read_seq(view.viewer))
      .integer("their_read_seq", room.read_seq(room.other(view.viewer)))
      .boolean("can_write", !view.standing.any() && !view.left)
      .boolean("blocked", view.standing.by_me)
      .close();
  return w.take();
}

std::string room_page_json(const RoomPage& page) {
  json::Writer w;
  w.open().open_array("items");
  for (const RoomView& room : page.items) w.raw_element(room_json(room));
  w.close_array().text("next_cursor", page.next_cursor).text("cursor", page.event_cursor).close();
  return w.take();
}

std::string muted_json(bool muted) {
  json::Writer w;
  w.open().boolean("muted", muted).close();
  return w.take();
}

std::string read_mark_json(const ReadMark& mark) {
  json::Writer w;
  w.open().integer("last_read_seq", mark.seq).integer("unread", mark.unread).close();
  return w.take();
}

}  // namespace chat
