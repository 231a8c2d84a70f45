// Photos in their owner's export.
#pragma once

#include "own_data/exporter.h"

namespace photos {

void add_sections(own_data::Exporter& exporter);

}  // namespace photos
