// The rules of photos: what is taken, how long an unused one is kept.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/worker_pool.h"
#include "db/database.h"
#include "http/response.h"
#include "photos/image.h"
#include "photos/photo.h"
#include "photos/photo_files.h"
#include "photos/photo_store.h"

namespace photos {

struct PhotoLimits {
  ImageLimits image;
  std::int64_t unused_per_user = 50;     // 409 `too-many-photos` beyond
  core::Millis unused_kept = core::day;  // from its upload
  std::size_t threads = 1;               // that decode: as many photos are in memory at once, see image.h
};

// A photo whose files are on disk and whose row is not yet committed: they go again with this object unless
// PhotoService::add() was durable before.
class StagedPhoto {
 public:
  StagedPhoto(const PhotoFiles& files, Photo photo_in) : photo(std::move(photo_in)), files_(&files) {}
  ~StagedPhoto();
  StagedPhoto(const StagedPhoto&) = delete;
  StagedPhoto& operator=(const StagedPhoto&) = delete;

  const Photo photo;

 private:
  friend class PhotoService;
  const PhotoFiles* files_;  // null: the row is committed
};

class PhotoService {
 public:
  PhotoService(db::Database& database, const core::Clock& clock, const PhotoFiles& files, PhotoLimits limits)
      : database_(database),
        clock_(clock),
        files_(files),
        limits_(limits),
        unused_kept_(limits.unused_kept),
        // As many wait as the image lane has threads.
        pool_("photo", limits.threads, std::numeric_limits<std::size_t>::max(),
              core::WorkerPool::Priority::low) {}

  void keep_unused_for(core::Millis kept) { unused_kept_ = kept; }

  // Image lane: decodes and writes the files. Throws what render() and PhotoFiles::write() throw, and 409
  // `too-many-photos`.
  StagedPhoto stage(core::UserId owner, std::string_view image);
  // Writes the row. Throws 409 `too-many-photos`.
  Photo add(core::UserId owner, StagedPhoto& staged);

  // The WebP. Throws 404.
  http::Body read(std::string_view id, PhotoSize size) const;

  // Removes what has been unused for too long.
  void remove_unused();
  // Removes files without a row, at the first call and then once an hour: it looks at every photo on disk. A
  // file is written before its row, so only those that are old are touched.
  void remove_orphans();

 private:
  void require_room(db::Tx& tx, core::UserId owner) const;

  db::Database& database_;
  const core::Clock& clock_;
  const PhotoFiles& files_;
  const PhotoLimits limits_;
  std::atomic<core::Millis> unused_kept_;
  const PhotoStore store_{};
  std::atomic<core::Millis> orphans_due_{0};
  core::WorkerPool pool_;  // decodes, with what the others leave of the processors
};

}  // namespace photos
