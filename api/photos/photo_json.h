// Photos as JSON: {id, width, height, urls: {thumb, card, full}}.
#pragma once

#include <string>
#include <string_view>

#include "json/writer.h"
#include "photos/photo.h"

namespace photos {

std::string photo_json(const Photo& photo);
// As the member `name` of an object, or as an array's element when `name` is empty.
void write_photo(json::Writer& w, std::string_view name, const Photo& photo);

}  // namespace photos
