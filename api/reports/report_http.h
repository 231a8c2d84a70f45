// The route of reports. The moderators' are in admin/case_http.
#pragma once

#include <vector>

#include "http/router.h"
#include "reports/report_service.h"

namespace reports {

std::vector<http::Route> report_routes(ReportService& reports);

}  // namespace reports
