// What moderators read and write, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "admin/appeal.h"
#include "admin/case_service.h"
#include "admin/person.h"
#include "core/clock.h"
#include "http/auth.h"
#include "posts/post_register.h"

namespace admin {

// Each throws core::Error 400 or 422 with every fault.
std::string read_reason(std::string_view body);
// {until | days, reason}
http::Suspension read_suspension(std::string_view body, core::Millis now);
std::string read_role(std::string_view body);
struct Decision {
  std::string outcome;
  std::string note;
};
Decision read_case_decision(std::string_view body);    // dismissed or actioned
Decision read_appeal_decision(std::string_view body);  // granted or refused
NewAppeal read_appeal(std::string_view body);

std::string overview_json(const Overview& overview);
std::string case_detail_json(const CaseDetail& detail, core::Millis now);
std::string person_json(const Person& person, core::Millis now);
std::string registered_post_json(const posts::RegisteredPost& registered);
std::string person_line_json(const PersonLine& line, core::Millis now);
// `for_moderators`: with the one who appeals.
std::string appeal_json(const Appeal& appeal, bool for_moderators);

}  // namespace admin
