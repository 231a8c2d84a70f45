// Photos as JSON: {id, width, height, urls: {thumb, card, full}}.
#pragma once

#include <string>

#include "json/writer.h"
#include "photos/photo.h"

namespace photos {

std::string photo_json(const Photo& photo);
// Into the object being written, for those who show photos among other things.
void write_photo_members(json::Writer& w, const Photo& photo);

}  // namespace photos
