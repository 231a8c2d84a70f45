#include "admin/audit_http.h"

#include "admin/admin_json.h"
#include "admin/admin_request.h"
#include "admin/audit_json.h"
#include "http/page.h"
#include "http/params.h"

namespace admin {

namespace {

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

Response list(AuditService& audit, const Request& request, const Principal& who) {
  http::Query query(request);
  const AuditFilter filter{name_in(query, "actor"), name_in(query, "about"),
                           query.choice("action", audit_actions)};
  const core::Page page = query.page("audit");
  query.finish();
  return http::page_of(request, audit.list(actor_of(request, who), filter, page), page, audit_json,
                       [](const AuditEntry& entry) {
                         return core::PageKey{"audit", 0, entry.id};
                       });
}

}  // namespace

std::vector<http::Route> audit_routes(AuditService& audit) {
  return {http::with_query(
              {Method::get, "/admin/audit", Access::admin, Lane::db,
               [&audit](const Request& request, const Principal& who) { return list(audit, request, who); }}),
          {Method::post, "/admin/audit/{id}/undo", Access::admin, Lane::write,
           [&audit](const Request& request, const Principal& who) {
             const auto id = http::path_number(request, "id");
             return http::json(audit_json(audit.undo(actor_of(request, who), id, read_reason(request.body))));
           },
           BodyKind::json}};
}

}  // namespace admin
