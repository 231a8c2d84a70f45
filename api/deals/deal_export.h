// Deals and reviews in the export of one of the two.
#pragma once

#include "own_data/exporter.h"

namespace deals {

void add_sections(own_data::Exporter& exporter);

}  // namespace deals
