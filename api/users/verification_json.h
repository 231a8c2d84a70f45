// The verification of an address as JSON, in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "users/campus.h"
#include "users/verification.h"

namespace users {

// {"code": "012345"}. Throws core::Error 400 or 422.
std::string read_code(std::string_view body);

std::string sent_code_json(const SentCode& sent);
// [{"name", "domain"}]: whose addresses can be verified.
std::string campuses_json(const std::vector<Campus>& campuses);

}  // namespace users
