// What there is to tell of the snapshots among the market's figures and checks.
#pragma once

#include "app/config.h"
#include "app/watch.h"
#include "core/clock.h"
#include "snapshots/snapshot_service.h"

namespace app {

// Before Watch::start(). All have to outlive it.
void tell_of_snapshots(Watch& watch, const Config& config, const core::Clock& clock,
                       const snapshots::SnapshotService& snapshots);

}  // namespace app
