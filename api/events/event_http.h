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

// Runs a task in the lane of reads, on behalf of that user; or `displaced` when there is no room for it.
using PostFor =
    std::function<void(core::UserId, std::function<void()> task, std::function<void()> displaced)>;

// `post` must be there when the first request comes.
std::vector<http::Route> event_routes(EventService& events, Hub& hub, http::Authenticator& authenticator,
                                      PostFor post);

}  // namespace events
