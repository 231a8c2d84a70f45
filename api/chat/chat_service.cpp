#include "chat/chat_service.h"

#include <limits>

#include "core/error.h"
#include "events/event_json.h"
#include "posts/post_hold_store.h"

namespace chat {

namespace {

// What a room shows a viewer of its post, from whom a block may keep it.
PostCard post_card(db::Tx& tx, const Room& room, core::UserId viewer, bool blocked,
                   const std::optional<deals::DealView>& deal) {
  auto rows = tx.query(
      "SELECT p.id, p.title, CASE WHEN p.deleted_at IS NULL OR p.status = 'sold' THEN p.status ELSE 'hidden' "
      "END, "
      "p.price, f.id, f.width, f.height, p.deleted_at IS NOT NULL, " +
          posts::withheld("p.id") +
          " FROM posts p LEFT JOIN photos f ON f.post_id = p.id AND f.position = 0 WHERE p.id = $1",
      room.post);
  rows.next();
  PostCard card{rows.id<core::PostId>(0), rows.text(1), rows.text(2), rows.integer(3), {}};
  if (!rows.null(4)) {
    card.photo = {rows.text(4), static_cast<int>(rows.integer(5)), static_cast<int>(rows.integer(6))};
  }
  if (viewer != room.buyer) return card;
  // To the buyer the post is gone, as everywhere.
  if (blocked) card.status = "hidden";
  if (card.status != "hidden" && !rows.boolean(7)) return card;
  // As they saw it last, and as in the deal: a draft is its seller's alone, and a block keeps out what would
  // be written there.
  card.title = room.shown_title;
  if (deal) card.price = deal->deal.list_price;
  if (rows.boolean(8) || (card.photo && card.photo->id != room.shown_cover)) card.photo.reset();
  return card;
}

}  // namespace

ChatService::ChatService(db::Database& database, const core::Clock& clock, const RoomStore& rooms,
                         const events::EventService& events, events::Hub& hub)
    : database_(database), clock_(clock), rooms_(rooms), events_(events), hub_(hub) {}

RoomPage ChatService::rooms(core::UserId user, const core::Page& page) {
  return database_.read([&](db::Tx& tx) {
    RoomPage out;
    auto found = rooms_.page(tx, user, page);
    if (found.size() > static_cast<std::size_t>(page.limit)) {
      found.pop_back();
      out.next_cursor = core::encode_cursor({"rooms", found.back().last_message_at, found.back().id.value});
    }
    for (const Room& room : found) out.items.push_back(view(tx, room, user));
    // In the same snapshot, so that a client which goes on from here misses nothing and is told nothing
    // twice.
    out.event_cursor = events_.newest_cursor(tx, user);
    return out;
  });
}

RoomView ChatService::room(core::UserId user, core::RoomId id) {
  return database_.read([&](db::Tx& tx) { return view(tx, own_room(tx, user, id), user); });
}

MessagePage ChatService::messages(core::UserId user, core::RoomId id, const MessageRange& range) {
  return database_.read([&](db::Tx& tx) {
    const Room room = own_room(tx, user, id);
    const auto before = range.before.value_or(std::numeric_limits<std::int64_t>::max());
    MessagePage out;
    out.items = range.after ? messages_.after(tx, room.id, *range.after, range.limit + 1)
                            : messages_.before(tx, room.id, before, range.limit + 1);
    if (out.items.size() > static_cast<std::size_t>(range.limit)) {
      // The one too many lies at the far end, seen from where the range begins.
      out.items.erase(range.after ? out.items.end() - 1 : out.items.begin());
      out.next = range.after ? out.items.back().seq : out.items.front().seq;
    }
    return out;
  });
}

Draft ChatService::prepared(Draft draft) const {
  draft.signs = rooms_.signs(draft.body);
  return draft;
}

Sent ChatService::send(core::UserId user, core::RoomId id, const Draft& draft) {
  return database_.write([&](db::Tx& tx) {
    const Room room = own_room(tx, user, id);
    if (auto first = messages_.sent_before(tx, room.id, user, draft.client_id)) {
      const auto photo = first->photo ? std::optional(first->photo->id) : std::nullopt;
      if (first->body != draft.body || photo != draft.photo) {
        throw core::conflict("client-id-reused", "This client_id was used for another message.");
      }
      return Sent{std::move(*first), true};
    }
    require_open(tx, room, user);
    const auto no_such_photo = [] {
      return core::invalid_field("/photo_id", "not-found",
                                 "There is no such photo of yours that is not used yet.");
    };
    const auto photo = draft.photo ? photos_.find(tx, *draft.photo) : std::nullopt;
    if (draft.photo && !photo) throw no_such_photo();
    Message added = rooms_.add(tx, room,
                               {.sender = user,
                                .kind = draft.photo ? "photo" : "text",
                                .body = draft.body,
                                .photo = draft.photo,
                                .client_id = draft.client_id,
                                .data = {},
                                .found = draft.signs},
                               clock_.now());
    added.sender_username = users_.card(tx, user).value().username;
    added.photo = photo;
    if (draft.photo && !photos_.attach(tx, added.id, user, *draft.photo)) throw no_such_photo();
    return Sent{std::move(added), false};
  });
}

ReadMark ChatService::read_up_to(core::UserId user, core::RoomId id, std::int64_t seq) {
  return database_.write([&](db::Tx& tx) {
    Room room = own_room(tx, user, id);
    if (seq > room.last_seq) {
      throw core::invalid_field("/seq", "too-large", "At most " + std::to_string(room.last_seq) + ".");
    }
    if (seq > room.read_seq(user)) {
      rooms_.mark_read(tx, room, user, seq, clock_.now());
      room = rooms_.find(tx, id).value();
    }
    return ReadMark{room.read_seq(user), room.unread(user)};
  });
}

void ChatService::mute(core::UserId user, core::RoomId id, bool muted) {
  database_.write([&](db::Tx& tx) { rooms_.mute(tx, own_room(tx, user, id), user, muted); });
}

void ChatService::typing(core::UserId user, core::RoomId id) {
  const core::Millis now = clock_.now();
  const std::string key = std::to_string(user.value);
  typing_limit_.take(key, now).keep();
  const Room room = database_.read([&](db::Tx& tx) {
    Room own = own_room(tx, user, id);
    require_open(tx, own, user);
    return own;
  });
  hub_.tell(room.other(user), [&](const events::Place& after) {
    return events::events_json({events::typing_json(id, now)}, after.cursor());
  });
}

Room ChatService::own_room(db::Tx& tx, core::UserId user, core::RoomId id) const {
  auto room = rooms_.find(tx, id);
  // One answer for "not there" and "not yours": whether two others talk is nobody's business.
  if (!room || !room->is_party(user)) throw core::not_found("There is no such room.");
  return *room;
}

void ChatService::require_open(db::Tx& tx, const Room& room, core::UserId user) const {
  if (blocks_.between(tx, room.buyer, room.seller).any())
    throw core::forbidden("blocked", "The two of you no longer write to each other.");
  if (users_.has_left(tx, room.other(user)))
    throw core::forbidden("user-left", "The other has left the market.");
}

RoomView ChatService::view(db::Tx& tx, const Room& room, core::UserId viewer) const {
  const auto standing = blocks_.between(tx, viewer, room.other(viewer));
  auto deal = deals_.newest_in_room(tx, room.id, viewer);
  PostCard post = post_card(tx, room, viewer, standing.any(), deal);
  return {.room = room,
          .viewer = viewer,
          .post = std::move(post),
          .deal = std::move(deal),
          .with = users_.card(tx, room.other(viewer)).value(),
          .standing = standing,
          .left = users_.has_left(tx, room.other(viewer)),
          .last_message = messages_.newest(tx, room.id)};
}

}  // namespace chat
