// What moderators and one's own reports have to do with a user, in that user's export.
#pragma once

#include "own_data/exporter.h"

namespace admin {

void add_sections(own_data::Exporter& exporter);

}  // namespace admin
