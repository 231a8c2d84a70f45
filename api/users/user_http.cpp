#include "users/user_http.h"

#include "core/text.h"
#include "http/etag.h"
#include "http/network.h"
#include "http/params.h"
#include "users/session_http.h"
#include "users/user_json.h"

namespace users {

namespace {

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

std::string asked_for(const Request& request) {
  return core::lower_ascii(http::path_text(request, "username"));
}

http::Route page_route(UserService& users, blocks::BlockedCache& blocked, UserCache& pages,
                       const core::Clock& clock) {
  http::Route route{
      Method::get, "/users/{username}", Access::anyone, Lane::db,
      [&](const Request& request, const Principal& who) {
        const auto generation = pages.generation();
        const core::Millis now = clock.now();
        const std::string username = asked_for(request);
        const Profile profile = users.profile(username, who.user);
        Response response = http::json(public_user_json(profile));
        http::with_etag(response, http::revalidate).with("Vary", "Authorization, Cookie");
        if (profile.for_all) {
          pages.put(username, who.signed_in(), {profile.user.card.id, now, response}, generation);
        }
        return response;
      }};
  route.shortcut = [&](const Request& request, const Principal& who) -> std::optional<Response> {
    auto page = pages.find(asked_for(request), who.signed_in(), clock.now());
    if (!page || blocked.of(who.user)->may_be(page->user)) return std::nullopt;
    return std::move(page->response);
  };
  return route;
}

}  // namespace

std::vector<http::Route> user_routes(UserService& users, blocks::BlockedCache& blocked, UserCache& pages,
                                     http::RateLimit& sign_ups, http::RateLimit& mail_requests,
                                     const core::Clock& clock) {
  return {
      {Method::post, "/users", Access::anyone, Lane::hash,
       [&](const Request& request, const Principal&) {
         const std::string client = http::client_network(request.peer);
         const NewUser wanted = read_new_user(request.body);
         // Also one that is refused: it tells that somebody has that name or address.
         sign_ups.take(client, clock.now()).keep();
         const User user = users.sign_up(wanted);
         auto response = http::created("/users/" + user.card.username, own_user_json(user, clock.now()));
         sign_ups.describe(response, client, clock.now());
         return response;
       },
       BodyKind::json},
      {Method::get, "/users/me", Access::signed_in, Lane::db,
       [&](const Request&, const Principal& who) {
         return http::json(own_user_json(users.find(who.user), clock.now()));
       }},
      // In this lane for the one change that needs the password.
      {Method::patch, "/users/me", Access::signed_in, Lane::hash,
       [&](const Request& request, const Principal& who) {
         const UserChanges changes = read_user_changes(request.body);
         // Also one that is refused: it tells that somebody has that address. One that is not has a mail
         // sent.
         if (changes.email) mail_requests.take(http::client_network(request.peer), clock.now()).keep();
         const User user = users.update(who, changes);
         return http::json(own_user_json(user, clock.now()));
       },
       BodyKind::json},
      {Method::del, "/users/me", Access::signed_in, Lane::hash,
       [&](const Request& request, const Principal& who) {
         users.remove(who, read_password(request.body));
         return signed_out(request, who);
       },
       BodyKind::json},
      {Method::put, "/users/me/password", Access::signed_in, Lane::hash,
       [&](const Request& request, const Principal& who) {
         const auto change = read_password_change(request.body, who.username);
         users.change_password(who, change.current_password, change.new_password);
         return http::no_content();
       },
       BodyKind::json},
      page_route(users, blocked, pages, clock),
  };
}

}  // namespace users
