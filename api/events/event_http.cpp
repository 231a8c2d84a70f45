#include "events/event_http.h"

#include "events/event_json.h"
#include "http/params.h"

namespace events {

namespace {

// What happened since is never asked for twice, so nobody need keep it.
http::Response answer_of(std::string body) {
  return http::json(std::move(body)).with("Cache-Control", "no-store");
}

class HttpPoll : public Poll {
 public:
  HttpPoll(http::Parked parked, Place after) : parked_(std::move(parked)), after_(std::move(after)) {}

  void events(std::string body) override { parked_.answer(answer_of(std::move(body))); }
  void idle(bool closing) override {
    auto response = answer_of(events_json({}, after_.cursor()));
    response.close = closing;
    parked_.answer(std::move(response));
  }
  void refuse(std::exception_ptr why) override { parked_.refuse(why); }

 private:
  const http::Parked parked_;
  const Place after_;
};

// The route's handler: on the I/O thread, so that it reads no more than a few rows by their keys.
class LongPoll {
 public:
  LongPoll(EventService& service, Hub& hub, http::Authenticator& authenticator, PostFor post)
      : service_(service), hub_(hub), authenticator_(authenticator), post_(std::move(post)) {}

  void operator()(const http::Request& request, const http::Principal& who,
                  const http::Parked& parked) const {
    http::Query query(request);
    const auto cursor = query.text("after", 100);
    const auto wait = query.integer("wait", 0, max_wait_seconds).value_or(default_wait_seconds);
    query.finish();
    if (!cursor) {
      return parked.answer(answer_of(events_json({}, service_.newest_cursor(who.user))));
    }
    const Place after = service_.position(who.user, *cursor);
    auto poll = std::make_unique<HttpPoll>(parked, after);
    if (wait == 0) {
      if (!service_.anything_after(who.user, after)) return poll->idle(false);
      return read_in_lane(std::move(poll), who.user, after);
    }
    const PollId id = hub_.park({who.user, who.session, after, std::chrono::seconds(wait)}, std::move(poll));
    parked.reply.on_gone([&hub = hub_, id] { hub.take(id); });
    try {
      // The session may have ended after this request was let in and before it was parked.
      if (!http::authenticate(request, authenticator_).signed_in()) hub_.end_session(who.session);
      if (!service_.anything_after(who.user, after)) return;
    } catch (...) {
      if (const auto taken = hub_.take(id)) taken->refuse(std::current_exception());
      return;
    }
    if (auto taken = hub_.take(id)) read_in_lane(std::move(taken), who.user, after);
  }

 private:
  // Up to max_events with all they refer to are too much for an I/O thread.
  void read_in_lane(const std::shared_ptr<Poll>& poll, core::UserId user, const Place& after) const {
    post_(
        user,
        [&service = service_, poll, user, after] {
          try {
            if (auto body = service.read(user, after)) return poll->events(std::move(*body));
            poll->idle(false);
          } catch (...) {
            poll->refuse(std::current_exception());
          }
        },
        [poll] { poll->refuse(std::make_exception_ptr(core::busy())); });
  }

  EventService& service_;
  Hub& hub_;
  http::Authenticator& authenticator_;
  const PostFor post_;
};

}  // namespace

std::vector<http::Route> event_routes(EventService& events, Hub& hub, http::Authenticator& authenticator,
                                      PostFor post) {
  http::Route poll{http::Method::get, "/chat/events", http::Access::signed_in, http::Lane::poll, nullptr};
  poll.park = LongPoll(events, hub, authenticator, std::move(post));
  return {http::with_query(std::move(poll))};
}

}  // namespace events
