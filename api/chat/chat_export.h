// Rooms and their messages in the export of one of the two.
#pragma once

#include "own_data/exporter.h"

namespace chat {

void add_sections(own_data::Exporter& exporter);

}  // namespace chat
