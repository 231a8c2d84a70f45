#include "snapshots/snapshot_http.h"

#include <utility>

#include "http/params.h"
#include "snapshots/snapshot_json.h"

namespace snapshots {

namespace {

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

admin::Actor actor_of(const Request& request, const Principal& who) {
  return {.user = who.user, .request_id = request.id};
}

std::string id_of(const Request& request) {
  return std::string(http::path_text(request, "id"));
}

Response begun(const Running& running) {
  return http::json(202, begun_json(running)).with("Location", "/admin/snapshots/" + running.snapshot_id);
}

}  // namespace

std::vector<http::Route> snapshot_routes(SnapshotService& service,
                                         std::function<std::string()> last_rollback) {
  return {
      {Method::get, "/admin/snapshots", Access::admin, Lane::db,
       [&service, last_rollback = std::move(last_rollback)](const Request&, const Principal&) {
         return http::json(overview_json(service.overview(), last_rollback()));
       }},
      {Method::post, "/admin/snapshots", Access::admin, Lane::write,
       [&service](const Request& request, const Principal& who) {
         return begun(service.take(actor_of(request, who), read_note(request.body)));
       },
       BodyKind::json},
      {Method::get, "/admin/snapshots/{id}", Access::admin, Lane::db,
       [&service](const Request& request, const Principal&) {
         const Kept kept = service.find(id_of(request));
         const Since since = service.since(kept.snapshot.manifest);
         return http::json(snapshot_json(kept, &since));
       }},
      {Method::post, "/admin/snapshots/{id}/verify", Access::admin, Lane::write,
       [&service](const Request& request, const Principal& who) {
         return begun(service.verify(actor_of(request, who), id_of(request)));
       }},
      // Not in the writer's lane: the files of a large one take a while to go.
      {Method::del, "/admin/snapshots/{id}", Access::admin, Lane::db,
       [&service](const Request& request, const Principal& who) {
         service.remove(actor_of(request, who), id_of(request));
         return http::no_content();
       }},
  };
}

}  // namespace snapshots
