// Blocks as JSON.
#pragma once

#include <string>

#include "blocks/block.h"

namespace blocks {

std::string block_json(const Block& block);

}  // namespace blocks
