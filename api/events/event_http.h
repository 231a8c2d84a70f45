// The long-poll.
#pragma once

#include <functional>
#include <vector>

#include "events/event_service.h"
#include "events/hub.h"
#include "http/auth.h"
#include "http/router.h"

namespace events {

constexpr int default_wait_seconds = 25;
constexpr int max_wait_seconds = 60;

// `post` runs a task in the lane of reads, as Hub::Post. It must be there when the first request comes.
std::vector<http::Route> event_routes(EventService& events, Hub& hub, http::Authenticator& authenticator,
                                      Hub::Post post);

}  // namespace events
