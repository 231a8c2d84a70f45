#include "posts/post_service.h"

#include "core/error.h"
#include "json/writer.h"
#include "posts/post_query.h"
#include "posts/post_search.h"
#include "search/keyboard.h"
#include "search/misspelling.h"
#include "search/rewording.h"

namespace posts {

namespace {

// A post that half the campus favours must not hold the writer up.
constexpr int max_told = 1000;
// Posts of one who leaves or is suspended, in one transaction.
constexpr int removed_at_once = 50;
constexpr std::size_t views_at_once = 500;

core::Error changed_meanwhile() {
  return {412, "changed-meanwhile", "The post has been changed since you read it."};
}

void require_changeable(const Post& current, const Change& change) {
  const Draft& next = change.draft;
  if (current.hold && next.status != "hidden") {
    throw core::conflict("hidden-by-moderator", "This post is hidden until a moderator shows it again.");
  }
  // Of a post on hold: what its deals know it as.
  const std::string& status = current.hold ? current.hold->was : current.draft.status;
  if (status == "sold") throw core::conflict("post-sold", "A sold post can't be changed any more.");
  if (status != "reserved") return;
  if (next.price != current.draft.price || next.book != current.draft.book) {
    throw core::conflict("post-frozen",
                         "While the post is reserved, its price and book stay as they were agreed.");
  }
  // Nor offered again: the deal alone decides when the post is free.
  if (current.hold ? change.sets_status : next.status != status) {
    throw core::conflict("post-frozen",
                         "The status of a reserved post is its deal's. Cancel the deal first.");
  }
}

// Of what the seller has changed: nothing when none of it is news to those who favour the post.
std::optional<News> news_of(const Draft& before, const Draft& now) {
  News news;
  if (now.status != before.status)
    news.change = now.status == "hidden" ? "gone" : std::string_view(now.status);
  if (now.price != before.price && now.status != "hidden") {
    if (news.change.empty()) news.change = "price";
    news.price = now.price;
    news.was = before.price;
  }
  return news.change.empty() ? std::nullopt : std::optional(news);
}

}  // namespace

void tell_favorites(db::Tx& tx, const events::EventStore& events, core::PostId post, const News& news,
                    core::Millis now) {
  const auto users = PostStore().favored_by(tx, post, max_told);
  if (users.empty()) return;
  json::Writer w;
  w.open().text("change", news.change);
  if (news.price) w.integer("price", *news.price).integer("was", *news.was);
  w.close();
  events::NewEvent changed;
  changed.type = "post";
  changed.post = post;
  changed.data = w.take();
  events.append(tx, users, changed, now);
}

PostDocument PostService::read(core::PostId id, core::UserId viewer) {
  return database_.read([&](db::Tx& tx) { return document(tx, id, viewer); });
}

void PostService::count_look(const Mark& post, core::UserId viewer) {
  if (post.seller != viewer) views_.add(post.post, viewer, clock_.now());
}

Post PostService::read_shared(core::PostId id) {
  return database_.read([&](db::Tx& tx) { return visible(tx, id, {}); });
}

PostPage PostService::list(const Filter& filter, const core::Page& page, core::UserId viewer) {
  PostPage out;
  out.items =
      database_.read([&](db::Tx& tx) { return store_.list(tx, seen(tx, filter, viewer), page, viewer); });
  if (out.items.size() > static_cast<std::size_t>(page.limit)) {
    out.next_seller = out.items.back().seller.id;
    out.items.pop_back();
    out.next_cursor = core::encode_cursor(page_key(filter.sort, out.items.back()));
  }
  if (filter.query && out.items.empty() && !page.after) out.did_you_mean = meant(filter, viewer);
  return out;
}

Facets PostService::facets(const Filter& filter, core::UserId viewer) {
  return database_.read([&](db::Tx& tx) { return count_facets(tx, seen(tx, filter, viewer), viewer); });
}

Filter PostService::seen(db::Tx& tx, const Filter& filter, core::UserId viewer) const {
  Filter out = filter;
  out.without_blocked = blocks_.any(tx, viewer);
  return out;
}

std::optional<std::string> PostService::meant(const Filter& filter, core::UserId viewer) {
  const auto first_that_finds = [&](std::vector<std::string> all) -> std::optional<std::string> {
    for (auto& words : all) {
      Filter other = filter;
      other.query = search::Query(words);
      const bool any = database_.read([&](db::Tx& tx) {
        return !store_.list(tx, seen(tx, other, viewer), {.limit = 1, .after = {}}, viewer).empty();
      });
      if (any) return std::move(words);
    }
    return std::nullopt;
  };
  const search::Query& query = *filter.query;
  if (auto words = first_that_finds(search::on_the_other_layout(query.text()))) return words;
  auto corrected = database_.read([&](db::Tx& tx) { return search::corrections(tx, query); });
  if (auto words = first_that_finds(std::move(corrected))) return words;
  if (auto words = first_that_finds(search::divided(query))) return words;
  return first_that_finds(search::shortened(query));
}

std::pair<core::PostId, PostDocument> PostService::create(core::UserId seller, const NewPost& post) {
  return database_.write([&](db::Tx& tx) {
    const auto id = store_.insert(tx, seller, post, clock_.now());
    set_photos(tx, id, seller, post.draft);
    if (post.draft.status == "selling") alerts_.put(tx, id);
    return std::pair(id, document(tx, id, seller));
  });
}

PostDocument PostService::change(core::PostId id, core::UserId user, std::string_view body,
                                 const std::optional<std::string>& if_match) {
  return database_.write([&](db::Tx& tx) {
    const Post current = own(tx, id, user);
    const Change change = read_change(body, current.draft, !if_match);
    const bool fits = change.version.value_or(current.version) == current.version &&
                      (!if_match || fits_version(*if_match, current.version));
    if (!fits) throw changed_meanwhile();
    require_changeable(current, change);
    queue_for_alerts(tx, current, change.draft);
    store_.update(tx, id, current.draft, change.draft, clock_.now());
    set_photos(tx, id, user, change.draft);
    if (change.draft.status != "hidden") store_.tell_rooms(tx, id);
    // Behind a hold as well, or the post would be for sale again when a moderator shows it.
    const bool was_selling = current.hold ? change.sets_status && current.hold->was == "selling"
                                          : current.draft.status == "selling";
    if (change.draft.status == "hidden" && was_selling) {
      if (current.hold) holds_.set_was(tx, id, "hidden");
      deals_.close_open(tx, id, "hidden");
    }
    if (const auto news = news_of(current.draft, change.draft)) {
      tell_favorites(tx, events_, id, *news, clock_.now());
    }
    return document(tx, id, user);
  });
}

PostDocument PostService::bump(core::PostId id, core::UserId user) {
  return database_.write([&](db::Tx& tx) {
    const Post post = own(tx, id, user);
    if (post.draft.status != "selling") {
      const std::string& status = post.draft.status;
      throw core::conflict(status == "reserved" ? "post-reserved"
                           : status == "sold"   ? "post-sold"
                                                : "post-unavailable",
                           "Only a post that is being sold can go to the top.");
    }
    const core::Millis now = clock_.now();
    // Not one that was made while the clock was ahead: that would wait until then.
    const core::Millis wait = post.bumped_at <= now ? post.bumped_at + bump_interval_ - now : 0;
    if (wait > 0) {
      throw core::conflict("bump-too-soon", "A post can go to the top once in 24 hours.")
          .with_header("Retry-After", std::to_string((wait + core::second - 1) / core::second));
    }
    store_.bump(tx, id, now);
    return document(tx, id, user);
  });
}

void PostService::remove(core::PostId id, core::UserId user, const std::optional<std::string>& if_match) {
  database_.write([&](db::Tx& tx) {
    const Post post = own(tx, id, user);
    if (if_match && !fits_version(*if_match, post.version)) throw changed_meanwhile();
    take_down(tx, post);
  });
}

bool PostService::remove_for_user(db::Tx& tx, core::UserId user) {
  const auto posts = store_.of_seller(tx, user, removed_at_once);
  for (const core::PostId id : posts) take_down(tx, own(tx, id, user));
  if (!posts.empty()) return true;
  if (store_.empty_deleted(tx, user, removed_at_once) > 0) return true;
  store_.remove_favorites(tx, user);
  return false;
}

void PostService::take_down(db::Tx& tx, const Post& post) const {
  deals_.close_open(tx, post.id, "deleted");
  if (post.hold) {
    // Its photos go, also the cover: what moderation has hidden would be back in its rooms.
    if (post.hold->cause != "suspension") store_.set_photos(tx, post.id, post.seller.id, {}, 0);
    // What is deleted is on hold no longer; it ends as what its deals know it as.
    holds_.remove(tx, post.id);
    store_.set_status(tx, post.id, "hidden", post.hold->was, clock_.now());
    store_.remove(tx, post.id, any(tx, post.id).draft, clock_.now());
    return;
  }
  store_.remove(tx, post.id, post.draft, clock_.now());
  // Those who favour a hidden post have been told already.
  if (post.draft.status != "hidden")
    tell_favorites(tx, events_, post.id, {.change = "gone", .price = {}, .was = {}}, clock_.now());
}

void PostService::queue_for_alerts(db::Tx& tx, const Post& current, const Draft& next) const {
  const Draft& draft = current.draft;
  if (next.status != "selling") return;
  if (draft.status != "selling") return alerts_.put(tx, current.id);
  const bool same = search_document(draft) == search_document(next) && draft.major == next.major;
  if (!same || next.price < draft.price) alerts_.put_changing(tx, current.id);
}

Favorite PostService::set_favorite(core::PostId id, core::UserId user, bool favorite) {
  return database_.write([&](db::Tx& tx) {
    if (!favorite) {
      // Also of a post that is hidden now: nobody keeps hearing of what they have dropped.
      if (const auto left = store_.remove_favorite(tx, user, id)) return Favorite{false, *left};
      return Favorite{false, visible(tx, id, user).favorite_count};
    }
    if (visible(tx, id, user).seller.id == user) throw core::conflict("own-post", "This is your own post.");
    store_.add_favorite(tx, user, id, clock_.now());
    return Favorite{true, visible(tx, id, user).favorite_count};
  });
}

void PostService::flush_views() {
  auto views = views_.take();
  while (!views.empty()) {
    // Some at a time: others write in between.
    std::unordered_map<core::PostId, std::int64_t> portion;
    while (portion.size() < views_at_once && !views.empty()) portion.insert(views.extract(views.begin()));
    try {
      database_.write([&](db::Tx& tx) {
        for (const auto& [id, count] : portion) store_.add_views(tx, id, count);
      });
    } catch (...) {
      views_.put_back(portion);
      views_.put_back(views);
      throw;
    }
  }
}

void PostService::hold(db::Tx& tx, const Post& post, std::string_view cause,
                       const std::string& reason) const {
  const core::Millis now = clock_.now();
  holds_.put(tx, post.id, post.seller.id, {std::string(cause), post.draft.status, reason, now});
  if (post.draft.status == "hidden") return;
  store_.set_status(tx, post.id, post.draft.status, "hidden", now);
  deals_.pause(tx, post.id);
  tell_favorites(tx, events_, post.id, {.change = "gone", .price = {}, .was = {}}, now);
}

void PostService::release(db::Tx& tx, const Post& post, bool suspended) const {
  if (!post.hold) return;
  const core::Millis now = clock_.now();
  const std::string& was = post.hold->was;
  if (suspended && was != "sold" && was != "hidden") {
    holds_.put(tx, post.id, post.seller.id, {"suspension", was, {}, now});
    return;
  }
  holds_.remove(tx, post.id);
  if (was == "hidden") return;
  store_.set_status(tx, post.id, "hidden", was, now);
  store_.tell_rooms(tx, post.id);
  deals_.resume(tx, post.id);
  if (was != "selling") return;
  alerts_.put(tx, post.id);
  tell_favorites(tx, events_, post.id, {.change = was, .price = {}, .was = {}}, now);
}

bool PostService::hold_for_user(db::Tx& tx, core::UserId user) const {
  const auto posts = holds_.shown_of(tx, user, removed_at_once);
  for (const core::PostId id : posts) hold(tx, any(tx, id), "suspension", {});
  return posts.size() == static_cast<std::size_t>(removed_at_once);
}

bool PostService::release_for_user(db::Tx& tx, core::UserId user) const {
  const auto posts = holds_.suspended_of(tx, user, removed_at_once);
  for (const core::PostId id : posts) release(tx, any(tx, id), false);
  return posts.size() == static_cast<std::size_t>(removed_at_once);
}

Post PostService::any(db::Tx& tx, core::PostId id) const {
  auto post = store_.find(tx, id, {});
  if (!post) throw core::not_found("There is no such post.");
  return std::move(*post);
}

Post PostService::visible(db::Tx& tx, core::PostId id, core::UserId viewer) const {
  auto post = store_.find(tx, id, viewer);
  if (!post || (post->draft.status == "hidden" && post->seller.id != viewer) ||
      (viewer.value != 0 && blocks_.between(tx, viewer, post->seller.id).any())) {
    throw core::not_found("There is no such post.");
  }
  return std::move(*post);
}

Post PostService::own(db::Tx& tx, core::PostId id, core::UserId user) const {
  Post post = visible(tx, id, user);
  if (post.seller.id != user) throw core::forbidden("not-yours", "Only its seller may do this.");
  return post;
}

PostDocument PostService::document(db::Tx& tx, core::PostId id, core::UserId viewer) const {
  return post_document(visible(tx, id, viewer), viewer, deals_.my_deal_json(tx, id, viewer));
}

void PostService::set_photos(db::Tx& tx, core::PostId id, core::UserId owner, const Draft& draft) const {
  if (!draft.photo_ids) return;
  std::vector<core::FieldError> faults;
  for (const std::size_t refused : store_.set_photos(tx, id, owner, *draft.photo_ids, clock_.now())) {
    faults.push_back({"/photo_ids/" + std::to_string(refused), "not-found",
                      "There is no such photo of yours that is free to use."});
  }
  if (!faults.empty()) {
    throw core::Error(422, "invalid-fields", "Some fields are not valid.", std::move(faults));
  }
}

}  // namespace posts
