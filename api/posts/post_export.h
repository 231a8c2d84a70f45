// Posts and favourites in their owner's export.
#pragma once

#include "own_data/exporter.h"

namespace posts {

void add_sections(own_data::Exporter& exporter);

}  // namespace posts
