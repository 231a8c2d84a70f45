// The routes of notices.
#pragma once

#include <vector>

#include "http/router.h"
#include "notices/notice_service.h"

namespace notices {

std::vector<http::Route> notice_routes(NoticeService& notices);

}  // namespace notices
