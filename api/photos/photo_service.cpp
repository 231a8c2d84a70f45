#include "photos/photo_service.h"

#include <exception>

#include "core/error.h"
#include "core/token.h"

namespace photos {

StagedPhoto::~StagedPhoto() {
  if (files_ == nullptr) return;
  try {
    files_->remove(photo.id);
  } catch (const std::exception&) {
    // remove_orphans() will find them.
  }
}

void PhotoService::require_room(db::Tx& tx, core::UserId owner) const {
  if (store_.unused(tx, owner) < limits_.unused_per_user) return;
  throw core::conflict("too-many-photos", "You have " + std::to_string(limits_.unused_per_user) +
                                              " photos that no post uses. Use them, or come back in a day.");
}

StagedPhoto PhotoService::stage(core::UserId owner, std::string_view image) {
  // Before the work of decoding; add() decides.
  database_.read([&](db::Tx& tx) { require_room(tx, owner); });
  const Renditions renditions = pool_.result_of([&] { return render(image, limits_.image); });
  const std::string id = core::new_public_id();
  files_.write(id, renditions);
  return {files_, Photo{id, renditions.full.width, renditions.full.height}};
}

Photo PhotoService::add(core::UserId owner, StagedPhoto& staged) {
  return database_.write([&](db::Tx& tx) {
    require_room(tx, owner);
    store_.insert(tx, staged.photo, owner, clock_.now());
    tx.after_commit([&staged] { staged.files_ = nullptr; });
    return staged.photo;
  });
}

http::Body PhotoService::read(std::string_view id, PhotoSize size) const {
  http::Body bytes = core::is_public_id(id) ? files_.read(id, size) : nullptr;
  if (!bytes) throw core::not_found("There is no such photo.");
  return bytes;
}

void PhotoService::remove_unused() {
  constexpr int at_once = 100;  // so that other writes do not wait long
  std::vector<std::string> ids;
  do {
    // From before the rows go until the files are gone: a snapshot has both or neither.
    const auto leave = files_.leave_to_remove();
    if (!leave) return;
    ids = database_.write(
        [&](db::Tx& tx) { return store_.delete_unused(tx, clock_.now() - unused_kept_, at_once); });
    for (const std::string& id : ids) files_.remove(id);
  } while (ids.size() == at_once);
}

void PhotoService::remove_orphans() {
  const core::Millis now = clock_.now();
  // Not in an hour from now: the clock was set back.
  if (now < orphans_due_ && now >= orphans_due_ - core::hour) return;
  const auto leave = files_.leave_to_remove();
  if (!leave) return;
  orphans_due_ = now + core::hour;
  for (const auto& stored : files_.all()) {
    if (stored.written >= now - unused_kept_) continue;
    const bool known = database_.read([&](db::Tx& tx) { return store_.find(tx, stored.id).has_value(); });
    if (!known) files_.remove(stored.id);
  }
}

}  // namespace photos
