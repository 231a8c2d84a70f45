#include "photos/held_photos.h"

namespace photos {

HeldPhotos::HeldPhotos(db::Database& database)
    : database_(database), kept_(database, {"post_holds", "photos"}, 1) {}

std::optional<core::UserId> HeldPhotos::owner(std::string_view id) {
  const auto all = kept_.get(0, [&] {
    return database_.read([](db::Tx& tx) {
      auto owners = std::make_shared<Owners>();
      auto rows = tx.query(
          "SELECT f.id, f.owner_id FROM post_holds h JOIN photos f ON f.post_id = h.post_id WHERE h.cause <> "
          "'suspension'");
      while (rows.next()) owners->emplace(rows.text(0), rows.id<core::UserId>(1));
      return std::shared_ptr<const Owners>(std::move(owners));
    });
  });
  const auto found = all->find(id);
  return found == all->end() ? std::nullopt : std::optional(found->second);
}

}  // namespace photos
