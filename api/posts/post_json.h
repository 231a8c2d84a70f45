// Posts as JSON, in and out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/writer.h"
#include "posts/post.h"
#include "posts/post_facets.h"
#include "posts/post_marks.h"

namespace json {
class Fields;
}

namespace posts {

// The member `isbn`, as its 13 digits: nothing without one, and for one that is none, which is a fault.
std::optional<std::string> read_isbn(json::Fields& f);

// Throw core::Error 400 or 422 with every fault.
Draft read_draft(std::string_view body);

// A PATCH: what it mentions replaces what the post has, an object or a list as a whole.
struct Change {
  Draft draft;
  std::optional<std::int64_t> version;  // as the client knew it
  bool sets_status = false;             // also to what it is
};
// `needs_version`: the client has not told it in any other way.
Change read_change(std::string_view body, const Draft& current, bool needs_version);

struct Favorite {
  bool favorited = false;
  std::int64_t count = 0;  // of all who favour the post
};
std::string favorite_json(const Favorite& favorite);

// {total: {count, complete}, condition: {values: [{value, count}], complete}, major: …, course: …}
std::string facets_json(const Facets& facets);

// A list's entry, as `viewer` (0: signed out) sees it.
Mark write_post_card(json::Writer& w, const Post& post, core::UserId viewer);

// The whole post. `my_deal` is serialised, or "null". `etag` holds the version and a fingerprint
// of all the rest.
struct PostDocument {
  std::string body;
  std::string etag;
  Mark mark;
  bool for_all = false;  // everybody who may see it sees the same
};
PostDocument post_document(const Post& post, core::UserId viewer, std::string_view my_deal);

// Whether an If-Match header is "*" or names, among others, the etag that post_document makes for that
// version.
bool fits_version(std::string_view if_match, std::int64_t version);

}  // namespace posts
