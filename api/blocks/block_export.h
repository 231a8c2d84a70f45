// Whom somebody has blocked, in their own export.
#pragma once

#include "own_data/exporter.h"

namespace blocks {

void add_sections(own_data::Exporter& exporter);

}  // namespace blocks
