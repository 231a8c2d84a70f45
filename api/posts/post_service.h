// The rules of posts: who may do what to them, and when.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blocks/block_store.h"
#include "core/clock.h"
#include "core/page.h"
#include "db/database.h"
#include "events/event_store.h"
#include "posts/alert_queue.h"
#include "posts/post.h"
#include "posts/post_facets.h"
#include "posts/post_json.h"
#include "posts/post_store.h"
#include "posts/view_counter.h"
#include "posts/viewer_cache.h"

namespace posts {

// What posts need of the deals made about them.
struct DealHooks {
  // Closes the post's open deals and tells their rooms why: "hidden" or "deleted".
  std::function<void(db::Tx&, core::PostId, std::string_view)> close_open;
  // Stops the clock of its open negotiations while it is on hold, and lets them go on; tells their rooms.
  std::function<void(db::Tx&, core::PostId)> pause;
  std::function<void(db::Tx&, core::PostId)> resume;
  // The asking buyer's deal about the post, serialised; "null" when there is none.
  std::function<std::string(db::Tx&, core::PostId, core::UserId)> my_deal_json;
};

struct PostPage {
  std::vector<Post> items;
  std::optional<std::string> next_cursor;
  std::optional<core::UserId> next_seller;  // of the post that the next page begins with
  std::optional<std::string> did_you_mean;  // when nothing was found: words that find something
};

class PostService {
 public:
  PostService(db::Database& database, const core::Clock& clock, const events::EventStore& events,
              DealHooks deals, core::Millis bump_interval)
      : database_(database),
        clock_(clock),
        events_(events),
        deals_(std::move(deals)),
        bump_interval_(bump_interval),
        viewers_(database) {}

  // A hidden post is shown to its seller alone, one of a blocked pair to neither of the two; otherwise, as
  // for a deleted one, 404.
  PostDocument read(core::PostId id, core::UserId viewer);
  // Somebody has looked at a post, and was shown it.
  void count_look(const Mark& post, core::UserId viewer);
  // As a stranger may see it, also outside the market; a hidden one is 404 for everybody. Counts no look.
  Post read_shared(core::PostId id);
  PostPage list(const Filter& filter, const core::Page& page, core::UserId viewer);
  Facets facets(const Filter& filter, core::UserId viewer);
  // What the viewer sees differently than everybody. Bounded: also on an I/O thread.
  std::shared_ptr<const Viewer> viewer(core::UserId viewer) { return viewers_.find(viewer); }

  std::pair<core::PostId, PostDocument> create(core::UserId seller, const NewPost& post);
  // `if_match` is the header, if any. Throws 403 `not-yours`, 412 `changed-meanwhile`, 409
  // `post-frozen`/`post-sold`/`hidden-by-moderator`.
  PostDocument change(core::PostId id, core::UserId user, std::string_view body,
                      const std::optional<std::string>& if_match);
  PostDocument bump(core::PostId id, core::UserId user);
  // Throws 403 `not-yours` and, where `if_match` does not fit, 412 `changed-meanwhile`.
  void remove(core::PostId id, core::UserId user, const std::optional<std::string>& if_match = {});
  // For users/, inside its own transaction: takes down some posts of one who leaves the market, or the
  // favourites once there is no post. Answers whether there is more.
  bool remove_for_user(db::Tx& tx, core::UserId user);

  // For admin/, inside its own transaction. Takes a post from the market, but not from its seller: what it
  // was, and its deals, wait until it is released. In place of another hold.
  void hold(db::Tx& tx, const Post& post, std::string_view cause, const std::string& reason) const;
  // Shows it again, unless its seller is `suspended`: then it waits for the end of that.
  void release(db::Tx& tx, const Post& post, bool suspended) const;
  // The same with some of the posts of one who is suspended, or is no longer; whether there may be more.
  bool hold_for_user(db::Tx& tx, core::UserId user) const;
  bool release_for_user(db::Tx& tx, core::UserId user) const;
  // Whoever's it is; throws 404 when it is deleted.
  Post any(db::Tx& tx, core::PostId id) const;
  // As that user may see it; throws 404.
  Post visible(db::Tx& tx, core::PostId id, core::UserId viewer) const;

  // Throws 409 `own-post` for the seller who would favour it.
  Favorite set_favorite(core::PostId id, core::UserId user, bool favorite);

  // Writes the looks counted since the last time.
  void flush_views();

 private:
  // The filter with what the viewer's blocks leave out; empty when that is nothing, so that it costs nothing.
  Filter seen(db::Tx& tx, const Filter& filter, core::UserId viewer) const;
  // The words typed on the other keyboard layout, if those find anything.
  std::optional<std::string> meant(const Filter& filter, core::UserId viewer);
  Post own(db::Tx& tx, core::PostId id, core::UserId user) const;
  void take_down(db::Tx& tx, const Post& post) const;
  // Before the change is written.
  void queue_for_alerts(db::Tx& tx, const Post& current, const Draft& next) const;
  PostDocument document(db::Tx& tx, core::PostId id, core::UserId viewer) const;
  void set_photos(db::Tx& tx, core::PostId id, core::UserId owner, const Draft& draft) const;

  db::Database& database_;
  const core::Clock& clock_;
  const events::EventStore& events_;
  const DealHooks deals_;
  const core::Millis bump_interval_;
  PostStore store_;
  blocks::BlockStore blocks_;
  PostHoldStore holds_;
  AlertQueue alerts_;
  ViewCounter views_;
  ViewerCache viewers_;
};

// What has happened to a post.
struct News {
  std::string_view change;            // price, reserved, selling, sold or gone (hidden or deleted)
  std::optional<std::int64_t> price;  // with `was`, when the price has changed: both in won
  std::optional<std::int64_t> was;
};

// Tells it those who favour the post.
void tell_favorites(db::Tx& tx, const events::EventStore& events, core::PostId post, const News& news,
                    core::Millis now);

}  // namespace posts
