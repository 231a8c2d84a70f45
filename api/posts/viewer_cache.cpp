#include "posts/viewer_cache.h"

#include <algorithm>

namespace posts {

namespace {

constexpr std::size_t max_viewers = 10'000;
// Of somebody with more, lists are read anew each time, as they always could be.
constexpr int max_posts = 200;

std::vector<core::PostId> read_posts(db::Tx& tx, std::string_view sql, core::UserId viewer, bool& complete) {
  auto out = db::all_ids<core::PostId>(tx.query(sql, viewer, max_posts + 1));
  complete = complete && out.size() <= static_cast<std::size_t>(max_posts);
  return out;
}

}  // namespace

bool Viewer::favors(core::PostId post) const {
  return std::binary_search(favorites.begin(), favorites.end(), post);
}

bool Viewer::deals_about(core::PostId post) const {
  return std::binary_search(deals.begin(), deals.end(), post);
}

ViewerCache::ViewerCache(db::Database& database)
    : database_(database), kept_(database, {"favorites", "deals"}, max_viewers) {}

std::shared_ptr<const Viewer> ViewerCache::find(core::UserId viewer) {
  if (viewer.value == 0) return everybody_;
  return kept_.get(viewer, [&] { return read(viewer); });
}

std::shared_ptr<const Viewer> ViewerCache::read(core::UserId viewer) const {
  return database_.read([&](db::Tx& tx) {
    auto out = std::make_shared<Viewer>();
    out->favorites =
        read_posts(tx, "SELECT post_id FROM favorites WHERE user_id = $1 ORDER BY post_id LIMIT $2", viewer,
                   out->complete);
    // The newest of them, however many: one post has one room for each buyer, and few deals.
    out->deals = read_posts(
        tx, "SELECT post_id FROM deals WHERE buyer_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $2",
        viewer, out->complete);
    std::sort(out->deals.begin(), out->deals.end());
    return std::shared_ptr<const Viewer>(std::move(out));
  });
}

}  // namespace posts
