// The renditions on disk: <root>/<first 2 characters of the id>/<id>/{thumb,card,full}.webp.
//
// A photo is there whole or not at all: it is written under another name, synced, and renamed into place. It
// is durable once write() returns, before the row that tells of it is committed; what a crash leaves over
// between the two is found by all() and removed by the sweep.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "http/response.h"
#include "photos/image.h"

namespace photos {

enum class PhotoSize { thumb, card, full };

// While any process holds the photos of a folder, none of them is removed by a sweep: for who copies the
// database first and then the photos that it names. Waits for a sweep that is under way.
std::shared_ptr<void> hold_photos(const std::filesystem::path& root);

class PhotoFiles {
 public:
  // Creates the folder when it is missing.
  explicit PhotoFiles(std::filesystem::path root);

  // `id` is a public id (core::is_public_id) everywhere here; any other is a fault of ours:
  // std::invalid_argument. Throws core::Error 507 `disk-full` or 503 `storage-failing`, and leaves nothing
  // behind when it fails.
  void write(std::string_view id, const Renditions& renditions) const;
  // The WebP; null when there is no such photo.
  http::Body read(std::string_view id, PhotoSize size) const;
  // All its sizes are there.
  bool complete(std::string_view id) const;
  // Leave to remove photos, as long as it is kept; null while somebody holds them.
  std::shared_ptr<void> leave_to_remove() const;
  // Does nothing when there is none.
  void remove(std::string_view id) const;

  struct Stored {
    std::string id;
    core::Millis written;  // by the file system's clock
  };
  // Every photo on disk, those whose writing was cut short too.
  std::vector<Stored> all() const;

 private:
  std::filesystem::path shard(std::string_view id) const;

  std::filesystem::path root_;
};

}  // namespace photos
