// The routes of photos.
#pragma once

#include <cstddef>
#include <vector>

#include "core/clock.h"
#include "db/database.h"
#include "http/router.h"
#include "photos/held_photos.h"
#include "photos/photo_service.h"

namespace photos {

// `max_bytes` of an image, without what multipart adds.
std::vector<http::Route> photo_routes(PhotoService& photos, HeldPhotos& held, db::Database& database,
                                      const core::Clock& clock, std::size_t max_bytes);

}  // namespace photos
