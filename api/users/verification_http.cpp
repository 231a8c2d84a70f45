#include "users/verification_http.h"

#include "http/network.h"
#include "users/user_json.h"
#include "users/verification_json.h"

namespace users {

std::vector<http::Route> verification_routes(VerificationService& verification, http::RateLimit& requests,
                                             const core::Clock& clock) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::post, "/users/me/email-verification", Access::signed_in, Lane::write,
       [&](const Request& request, const Principal& who) {
         const std::string client = http::client_network(request.peer);
         auto taken = requests.take(client, clock.now());
         const SentCode sent = verification.send_code(who.user, http::preferred_language(request));
         taken.keep();
         auto response = http::json(202, sent_code_json(sent));
         requests.describe(response, client, clock.now());
         return response;
       }},
      // Not in the lane of writes: what is refused there leaves nothing behind, not even a try that is used.
      {Method::put, "/users/me/email-verification", Access::signed_in, Lane::db,
       [&](const Request& request, const Principal& who) {
         const User user =
             verification.verify(who.user, read_code(request.body), http::client_network(request.peer));
         return http::json(own_user_json(user, clock.now()));
       },
       BodyKind::json},
  };
}

}  // namespace users
