// Notices as JSON, in and out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "notices/notice.h"

namespace notices {

std::string notice_json(const Notice& notice);

// {up_to: id}: the newest that was seen. Throws core::Error 400 or 422 with every fault.
std::int64_t read_up_to(std::string_view body);

}  // namespace notices
