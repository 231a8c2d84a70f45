#include "users/access_token_http.h"

#include "http/params.h"
#include "users/access_token_json.h"

namespace users {

std::vector<http::Route> access_token_routes(AccessTokenService& tokens,
                                             const core::Live<http::NamedNetworks>& networks) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/tokens", Access::signed_in, Lane::db,
       [&](const Request&, const Principal& who) {
         return http::json(access_tokens_json(tokens.list(who.user), *networks.get()));
       }},
      {Method::post, "/tokens", Access::signed_in, Lane::hash,
       [&](const Request& request, const Principal& who) {
         const MadeAccessToken made = tokens.create(who, read_new_access_token(request.body));
         return http::created("/tokens/" + std::to_string(made.token.id.value), new_access_token_json(made));
       },
       BodyKind::json},
      {Method::del, "/tokens/{id}", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         tokens.end(who.user, http::path_id<core::SessionId>(request, "id"));
         return http::no_content();
       }},
  };
}

}  // namespace users
