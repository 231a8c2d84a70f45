// What lies beside a snapshot's database: its manifest and what the last look at it found, as JSON; and its
// photos with their checksums, as `b2sum -l 256` prints them.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "snapshots/disk.h"
#include "snapshots/snapshot.h"

namespace snapshots {

inline constexpr std::string_view photo_sizes[] = {"thumb", "card", "full"};

std::string manifest_json(const Manifest& manifest);
// Nothing for what is no manifest, or the manifest of another snapshot than `id`.
std::optional<Manifest> read_manifest(std::string_view json, std::string_view id);

struct Verified {
  core::Millis at = 0;
  std::optional<std::string> fault;
};
std::string verified_json(const Verified& verified);
std::optional<Verified> read_verified(std::string_view json);

// "photos/ab/abcd…/thumb.webp"; `id` is a public id.
std::filesystem::path photo_path(std::string_view id, std::string_view size);

std::string photo_lines(const StoredPhoto& photo);
// Reads a list of photos, line by line. False when any of it is something else; what fits has been handed to
// `use` all the same. `sum` becomes that of the whole list.
bool read_photo_list(const disk::File& file, const std::function<void(const StoredPhoto&)>& use,
                     std::string& sum);

}  // namespace snapshots
