#include "users/session_http.h"

#include "http/params.h"
#include "users/session_json.h"

namespace users {

namespace {

// `lifetime` 0 takes the cookie away.
std::string cookie(std::string_view token, core::Millis lifetime, bool https) {
  return std::string(http::session_cookie) + "=" + std::string(token) +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(lifetime / core::second) +
         (https ? "; Secure" : "");
}

}  // namespace

http::Response signed_out(const http::Request& request, const http::Principal& who) {
  auto response = http::no_content();
  if (who.by_cookie) response.with("Set-Cookie", cookie("", 0, request.https));
  return response;
}

std::vector<http::Route> session_routes(SessionService& sessions,
                                        const core::Live<http::NamedNetworks>& networks,
                                        const core::Live<std::vector<std::string>>& allowed_origins,
                                        core::Millis lifetime) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::post, "/sessions", Access::anyone, Lane::hash,
       [&sessions, &allowed_origins, lifetime](const Request& request, const Principal&) {
         SignIn sign_in = read_sign_in(request.body);
         sign_in.language = http::preferred_language(request);
         const bool by_cookie = sign_in.transport == "cookie";
         // A foreign page must not sign a visitor in to an account of its own.
         if (by_cookie) http::require_same_site(request, *allowed_origins.get(), http::Untold::passes);
         const auto agent = std::string(request.header("user-agent").value_or(""));
         const NewSession made = sessions.sign_in(sign_in, request.peer, agent);
         auto response = http::json(201, new_session_json(made));
         response.with("Location", "/sessions/" + std::to_string(made.session.id.value));
         sessions.describe_limit(response, sign_in.username, request.peer);
         if (by_cookie) response.with("Set-Cookie", cookie(made.token, lifetime, request.https));
         return response;
       },
       BodyKind::json},
      {Method::get, "/sessions", Access::signed_in, Lane::db,
       [&sessions, &networks](const Request&, const Principal& who) {
         return http::json(sessions_json(sessions.list(who.user), who.session, *networks.get()));
       }},
      {Method::del, "/sessions", Access::signed_in, Lane::write,
       [&sessions](const Request&, const Principal& who) {
         sessions.end_others(who);
         return http::no_content();
       }},
      {Method::del, "/sessions/current", Access::signed_in, Lane::write,
       [&sessions](const Request& request, const Principal& who) {
         sessions.end(who.user, who.session);
         return signed_out(request, who);
       }},
      {Method::del, "/sessions/{id}", Access::signed_in, Lane::write,
       [&sessions](const Request& request, const Principal& who) {
         const auto id = http::path_id<core::SessionId>(request, "id");
         sessions.end(who.user, id);
         return id == who.session ? signed_out(request, who) : http::no_content();
       }},
  };
}

}  // namespace users
