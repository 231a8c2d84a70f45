#include "users/password_reset_http.h"

#include "http/network.h"
#include "http/params.h"
#include "users/password_reset_json.h"
#include "users/user_json.h"

namespace users {

std::vector<http::Route> password_reset_routes(PasswordResetService& resets, http::RateLimit& requests,
                                               const core::Clock& clock) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  // Read before it is the writer's turn: nobody has to be signed in for it.
  http::Route ask{Method::post, "/password-resets", Access::anyone, Lane::write, nullptr, BodyKind::json};
  ask.prepare = [&](const Request& request) -> http::Act {
    std::string email = read_reset_wish(request.body);
    const std::string client = http::client_network(request.peer);
    requests.take(client, clock.now()).keep();
    return [&, email = std::move(email), client,
            language = http::preferred_language(request)](const Principal&) {
      resets.ask(email, language);
      auto response = http::no_content();
      requests.describe(response, client, clock.now());
      return response;
    };
  };
  return {
      std::move(ask),
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
