#include "events/event_json.h"

#include "chat/chat_json.h"
#include "chat/message_store.h"
#include "core/number.h"
#include "deals/deal_json.h"
#include "deals/deal_store.h"
#include "json/value.h"
#include "json/writer.h"

namespace events {

namespace {

// What has happened to a favourite. Nothing for an event from before that was told.
void write_news(json::Writer& w, const std::string& data) {
  if (data.empty()) return;
  const json::Value news = json::parse(data);
  w.text("change", news.at("change").text);
  if (const auto* price = news.find("price")) {
    w.raw("price", price->text).raw("was", news.at("was").text);
  }
}

// Who has read how far.
void write_read(json::Writer& w, db::Tx& tx, const std::string& data) {
  const json::Value read = json::parse(data);
  const auto* reader = read.find("reader");
  if (reader == nullptr) {  // an event from before the reader's number was kept instead of the name
    w.raw("read", data);
    return;
  }
  auto name = tx.query("SELECT username FROM users WHERE id = $1", core::whole_number(reader->text).value());
  name.next();
  w.open("read").text("by", name.view(0)).raw("seq", read.at("seq").text).close();
}

}  // namespace

std::string event_json(db::Tx& tx, const Event& event, core::UserId viewer) {
  json::Writer w;
  w.open().integer("seq", event.seq).text("type", event.type).time("at", event.at);
  if (event.room.value != 0) w.integer("room_id", event.room.value);
  if (event.post.value != 0) w.integer("post_id", event.post.value);
  // A deal's event knows its system message as well, which has an event of its own.
  if (event.type == "message") {
    w.raw("message", chat::message_json(chat::MessageStore().find(tx, event.message).value(), viewer));
  } else if (event.type == "read") {
    write_read(w, tx, event.data);
  } else if (event.type == "post") {
    write_news(w, event.data);
  } else if (event.type == "account" && !event.data.empty()) {
    w.raw("account", event.data);
  } else if (event.type == "alert") {
    w.raw("alert_ids", event.data);
  } else if (event.deal.value != 0) {
    w.raw("deal", deals::deal_json(deals::DealStore().view(tx, event.deal, viewer).value()));
    // Nothing in an event from before reviews were hidden at first.
    if (event.type == "review" && !event.data.empty()) w.raw("review", event.data);
  }
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
