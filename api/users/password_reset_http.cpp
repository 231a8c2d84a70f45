#include "users/password_reset_http.h"

#include "http/params.h"
#include "http/proxy.h"
#include "users/password_reset_json.h"
#include "users/user_json.h"

namespace users {

std::vector<http::Route> password_reset_routes(PasswordResetService& resets, http::RateLimit& requests,
                                               const core::Clock& clock) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::post, "/password-resets", Access::anyone, Lane::write,
       [&](const Request& request, const Principal&) {
         const std::string email = read_reset_wish(request.body);
         const std::string client = http::client_network(request.peer);
         requests.take(client, clock.now()).keep();
         resets.ask(email, http::preferred_language(request));
         auto response = http::no_content();
         requests.describe(response, client, clock.now());
         return response;
       },
       BodyKind::json},
      {Method::put, "/password-resets/{token}", Access::anyone, Lane::hash,
       [&](const Request& request, const Principal&) {
         const std::string token(http::path_text(request, "token"));
         // Whatever is wrong with the body by itself is told first, as everywhere.
         (void)read_new_password(request.body, {});
         resets.reset(token, read_new_password(request.body, resets.owner(token)));
         return http::no_content();
       },
       BodyKind::json},
  };
}

}  // namespace users
