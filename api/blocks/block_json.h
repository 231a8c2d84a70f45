// Blocks as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/block.h"

namespace blocks {

std::string block_page_json(const std::vector<Block>& items, const std::optional<std::string>& next_cursor);

}  // namespace blocks
