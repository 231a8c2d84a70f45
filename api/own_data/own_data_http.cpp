#include "own_data/own_data_http.h"

#include <string>

namespace own_data {

std::vector<http::Route> own_data_routes(ExportService& exports, const http::PublicAddress& address,
                                         const core::Clock& clock) {
  using http::Access, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::get, "/users/me/export", Access::signed_in, Lane::db,
       [&](const Request& request, const Principal& who) {
         auto response = http::json(exports.make({who.user, address.of(request)}));
         const std::string day = core::rfc3339(clock.now()).substr(0, 10);
         response
             .with("Content-Disposition",
                   "attachment; filename=\"giraffe-export-" + who.username + "-" + day + ".json\"")
             .with("Cache-Control", "no-store");
         exports.describe_limit(response, who.user);
         return response;
       }},
  };
}

}  // namespace own_data
