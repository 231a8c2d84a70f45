#include "snapshots/rollback_http.h"

#include "http/params.h"
#include "snapshots/rollback_json.h"
#include "snapshots/snapshot_json.h"

namespace snapshots {

std::vector<http::Route> rollback_routes(RollbackService& service) {
  return {
      {http::Method::post, "/admin/snapshots/{id}/rollback", http::Access::admin, http::Lane::write,
       [&service](const http::Request& request, const http::Principal& who) {
         const auto running =
             service.begin({.user = who.user, .request_id = request.id},
                           std::string(http::path_text(request, "id")), read_rollback_reason(request.body));
         return http::json(202, begun_json(running));
       },
       http::BodyKind::json},
  };
}

}  // namespace snapshots
