// Reports as JSON, in and out.
#pragma once

#include <string>
#include <string_view>

#include "json/writer.h"
#include "reports/report.h"

namespace reports {

// Throws core::Error 400 or 422 with every fault.
NewReport read_new_report(std::string_view body);

// As its reporter sees it: nothing of the case.
std::string own_report_json(const Report& report, const NewReport& about);

// For moderators. The members of a case, into the object that is open.
void write_case(json::Writer& w, const Case& one);
std::string case_json(const Case& one);
std::string report_json(const Report& report);

}  // namespace reports
