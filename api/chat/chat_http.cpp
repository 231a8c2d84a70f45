#include "chat/chat_http.h"

#include <limits>

#include "chat/chat_json.h"
#include "http/etag.h"
#include "http/params.h"

namespace chat {

namespace {

core::RoomId room_id(const http::Request& request) {
  return http::path_id<core::RoomId>(request, "id");
}

MessageRange read_range(const http::Request& request) {
  constexpr auto no_end = std::numeric_limits<std::int64_t>::max();
  http::Query query(request);
  MessageRange range;
  range.before = query.integer("before", 1, no_end);
  range.after = query.integer("after", 0, no_end);
  range.limit =
      static_cast<int>(query.integer("limit", 1, core::max_page_limit).value_or(core::default_page_limit));
  if (range.before && range.after) query.fault("after", "not-allowed", "Either `before` or `after`.");
  query.finish();
  return range;
}

// The page after this one, in the same direction.
std::string next_link(const http::Request& request, const MessageRange& range, std::int64_t next) {
  return "<" + request.path + (range.after ? "?after=" : "?before=") + std::to_string(next) +
         "&limit=" + std::to_string(range.limit) + ">; rel=\"next\"";
}

}  // namespace

std::vector<http::Route> chat_routes(ChatService& chat) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  http::Route send{Method::post,  "/chat/rooms/{id}/messages", Access::member, Lane::write, nullptr,
                   BodyKind::json};
  send.prepare = [&chat](const Request& request) -> http::Act {
    return [&chat, room = room_id(request),
            draft = chat.prepared(read_draft(request.body))](const Principal& who) {
      const Sent sent = chat.send(who.user, room, draft);
      return http::json(sent.again ? 200 : 201, message_json(sent.message, who.user));
    };
  };
  return {
      std::move(send),
      http::with_query({Method::get, "/chat/rooms", Access::signed_in, Lane::db,
                        [&](const Request& request, const Principal& who) {
                          http::Query query(request);
                          const core::Page page = query.page("rooms");
                          query.finish();
                          const RoomPage rooms = chat.rooms(who.user, page);
                          auto response = http::json(room_page_json(rooms));
                          http::with_etag(response, http::revalidate);
                          if (rooms.next_cursor)
                            response.with("Link", http::next_link(request, *rooms.next_cursor));
                          return response;
                        }}),
      {Method::get, "/chat/rooms/{id}", Access::signed_in, Lane::db,
       [&](const Request& request, const Principal& who) {
         auto response = http::json(room_json(chat.room(who.user, room_id(request))));
         return http::with_etag(response, http::revalidate);
       }},
      http::with_query({Method::get, "/chat/rooms/{id}/messages", Access::signed_in, Lane::db,
                        [&](const Request& request, const Principal& who) {
                          const MessageRange range = read_range(request);
                          const MessagePage page = chat.messages(who.user, room_id(request), range);
                          auto response = http::json(message_page_json(page, who.user));
                          http::with_etag(response, http::revalidate);
                          if (page.next) response.with("Link", next_link(request, range, *page.next));
                          return response;
                        }}),
      {Method::put, "/chat/rooms/{id}/read", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         return http::json(
             read_mark_json(chat.read_up_to(who.user, room_id(request), read_seq(request.body))));
       },
       BodyKind::json},
      {Method::put, "/chat/rooms/{id}/mute", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         const bool muted = read_muted(request.body);
         chat.mute(who.user, room_id(request), muted);
         return http::json(muted_json(muted));
       },
       BodyKind::json},
      {Method::post, "/chat/rooms/{id}/typing", Access::member, Lane::db,
       [&](const Request& request, const Principal& who) {
         chat.typing(who.user, room_id(request));
         return http::no_content();
       }},
  };
}

}  // namespace chat
