// Saved searches in their owner's export.
#pragma once

#include "own_data/exporter.h"

namespace alerts {

void add_sections(own_data::Exporter& exporter);

}  // namespace alerts
