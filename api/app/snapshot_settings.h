// Where the market's snapshots are, and what they are held against.
#pragma once

#include "app/config.h"
#include "snapshots/snapshot_run.h"

namespace app {

snapshots::Settings snapshot_settings(const Config& config);

}  // namespace app
