// An account and its sessions in its owner's export.
#pragma once

#include "own_data/exporter.h"

namespace users {

void add_sections(own_data::Exporter& exporter);

}  // namespace users
