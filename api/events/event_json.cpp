#include "events/event_json.h"

#include "chat/chat_json.h"
#include "chat/message_store.h"
#include "deals/deal_json.h"
#include "deals/deal_store.h"
#include "json/writer.h"

namespace events {

std::string event_json(db::Tx& tx, const Event& event, core::UserId viewer) {
  json::Writer w;
  w.open().integer("seq", event.seq).text("type", event.type).time("at", event.at);
  if (event.room.value != 0) w.integer("room_id", event.room.value);
  if (event.post.value != 0) w.integer("post_id", event.post.value);
  if (event.deal.value != 0) {
    if (const auto deal = deals::DealStore().view(tx, event.deal, viewer)) w.raw("deal", deals::deal_json(*deal));
  }
  if (event.message.value != 0) {
    if (const auto message = chat::MessageStore().find(tx, event.message)) {
      w.raw("message", chat::message_json(*message));
    }
  }
  if (!event.data.empty()) w.raw(event.type == "read" ? "read" : "data", event.data);
  w.close();
  return w.take();
}

std::string typing_json(core::RoomId room, core::Millis at) {
  json::Writer w;
  w.open().text("type", "typing").time("at", at).integer("room_id", room.value).close();
  return w.take();
}

std::string events_json(const std::vector<std::string>& events, std::string_view cursor) {
  json::Writer w;
  w.open().open_array("events");
  for (const std::string& event : events) w.raw_element(event);
  w.close_array().text("cursor", cursor).close();
  return w.take();
}

}  // namespace events
