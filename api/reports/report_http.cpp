#include "reports/report_http.h"

#include "reports/report_json.h"

namespace reports {

std::vector<http::Route> report_routes(ReportService& reports) {
  using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request;
  return {
      {Method::post, "/reports", Access::member, Lane::write,
       [&](const Request& request, const Principal& who) {
         const NewReport wanted = read_new_report(request.body);
         const auto reported = reports.report(who.user, wanted, request.id);
         return http::json(reported.again ? 200 : 201, own_report_json(reported.report, wanted));
       },
       BodyKind::json},
  };
}

}  // namespace reports
