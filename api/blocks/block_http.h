// The routes of blocks.
#pragma once

#include <vector>

#include "blocks/block_service.h"
#include "http/router.h"

namespace blocks {

std::vector<http::Route> block_routes(BlockService& blocks);

}  // namespace blocks
