#include "posts/post_json.h"

#include "core/isbn.h"
#include "core/token.h"
#include "http/etag.h"
#include "json/reader.h"
#include "photos/photo_json.h"
#include "search/search_json.h"
#include "users/user_json.h"

namespace posts {

namespace {

void read_course(json::Fields& f, Draft& draft) {
  auto course = f.optional_object("course");
  draft.course = std::nullopt;
  draft.professor = std::nullopt;
  if (!course) return;
  draft.course = course->text("name", {.min = 1, .max = max_course});
  draft.professor = course->optional_text("professor", {.min = 1, .max = max_professor});
}

const json::Choices seller_statuses = {"selling", "hidden"};  // which a seller can choose

std::vector<std::string> in_fixed_order(const std::vector<std::string>& flags) {
  std::vector<std::string> out;
  for (const auto known : condition_flags) {
    for (const auto& flag : flags) {
      if (flag == known) out.push_back(flag);
    }
  }
  return out;
}

// Reads each member that is there; with `all`, the required ones must be.
void read_members(json::Fields& f, Draft& draft, bool all) {
  const auto wanted = [&](std::string_view name) { return all || f.mentions(name); };
  if (wanted("title")) draft.title = f.text("title", {.min = 1, .max = max_title});
  if (wanted("book")) {
    json::Fields book = f.object("book");
    draft.book.title = book.text("title", {.min = 1, .max = max_book_title});
    draft.book.author = book.optional_text("author", {.min = 1, .max = max_book_author});
    draft.book.publisher = book.optional_text("publisher", {.min = 1, .max = max_book_publisher});
    draft.book.edition = book.optional_text("edition", {.min = 1, .max = max_book_edition});
    draft.book.isbn = read_isbn(book);
  }
  if (wanted("price")) draft.price = f.integer("price", 0, max_price);
  if (wanted("condition")) draft.condition = f.choice("condition", conditions);
  if (wanted("condition_flags")) {
    draft.flags = in_fixed_order(
        f.optional_choices("condition_flags", condition_flags).value_or(std::vector<std::string>()));
  }
  if (wanted("place")) draft.place = f.text("place", {.min = 1, .max = max_place});
  if (wanted("description")) {
    draft.description = f.optional_text("description", {.max = max_description, .lines = true}).value_or("");
  }
  if (wanted("major")) draft.major = f.optional_text("major", {.min = 1, .max = max_major});
  if (wanted("course")) read_course(f, draft);
  if (f.mentions("photo_ids")) {
    draft.photo_ids =
        f.optional_texts("photo_ids", max_photos, {.min = 1, .max = 64}).value_or(std::vector<std::string>());
  }
  if (all) {
    draft.status = f.optional_choice("status", seller_statuses).value_or(draft.status);
  } else if (f.mentions("status")) {
    draft.status = f.choice("status", seller_statuses);
  }
}

// Where the value stands that was written last.
std::size_t place_of(const json::Writer& w, bool value) {
  return w.size() - std::string_view(value ? "true" : "false").size();
}

Mark write_common(json::Writer& w, const Post& post, core::UserId viewer) {
  Mark mark{post.id, post.seller.id};
  const Draft& draft = post.draft;
  w.integer("id", post.id.value).text("status", draft.status).text("title", draft.title);
  w.open("book")
      .text("title", draft.book.title)
      .text("author", draft.book.author)
      .text("publisher", draft.book.publisher)
      .text("edition", draft.book.edition)
      .text("isbn", draft.book.isbn)
      .close();
  w.integer("price", draft.price).text("condition", draft.condition).open_array("condition_flags");
  for (const auto& flag : draft.flags) w.element(flag);
  w.close_array().text("place", draft.place).text("major", draft.major);
  if (draft.course) {
    w.open("course").text("name", *draft.course).text("professor", draft.professor).close();
  } else {
    w.null("course");
  }
  users::write_user_card(w, "seller", post.seller);
  w.integer("favorite_count", post.favorite_count).boolean("favorited", post.favorited);
  mark.favorited = place_of(w, post.favorited);
  w.integer("deal_count", post.deal_count)
      .time("created_at", post.created_at)
      .time("updated_at", post.updated_at)
      .time("bumped_at", post.bumped_at)
      .time("sold_at", post.sold_at)
      .boolean("mine", post.seller.id == viewer);
  mark.mine = place_of(w, post.seller.id == viewer);
  return mark;
}

void write_facet(json::Writer& w, std::string_view name, const Facet& facet) {
  w.open(name).open_array("values");
  for (const auto& [value, count] : facet.values) {
    w.open().text("value", value).integer("count", count).close();
  }
  w.close_array().boolean("complete", facet.complete).close();
}

}  // namespace

std::optional<std::string> read_isbn(json::Fields& f) {
  const auto text = f.optional_text("isbn", {.min = 1, .max = max_isbn});
  auto isbn = text ? core::isbn13(*text) : std::nullopt;
  if (text && !isbn && !f.faulty("isbn")) f.fault("isbn", "invalid-isbn", core::no_isbn);
  return isbn;
}

Draft read_draft(std::string_view body) {
  json::Fields f(body);
  Draft draft;
  read_members(f, draft, true);
  f.finish();
  return draft;
}

Change read_change(std::string_view body, const Draft& current, bool needs_version) {
  json::Fields f(body);
  Change change{current, f.optional_integer("version", 1, INT64_MAX), f.mentions("status")};
  if (needs_version && !f.has("version")) {
    f.fault("version", "required", "The version you have seen, here or as If-Match.");
  }
  read_members(f, change.draft, false);
  f.finish();
  return change;
}

std::string favorite_json(const Favorite& favorite) {
  json::Writer w;
  w.open().boolean("favorited", favorite.favorited).integer("favorite_count", favorite.count).close();
  return w.take();
}

std::string facets_json(const Facets& facets) {
  json::Writer w;
  w.open();
  w.open("total").integer("count", facets.total).boolean("complete", facets.total_complete).close();
  write_facet(w, "condition", facets.condition);
  write_facet(w, "major", facets.major);
  write_facet(w, "course", facets.course);
  w.close();
  return w.take();
}

Mark write_post_card(json::Writer& w, const Post& post, core::UserId viewer) {
  w.open();
  const Mark mark = write_common(w, post, viewer);
  if (post.photos.empty()) {
    w.null("photo");
  } else {
    photos::write_photo(w, "photo", post.photos.front());
  }
  w.integer("photo_count", post.photo_count);
  if (!post.highlights.empty()) {
    w.open("highlights");
    for (const auto& one : post.highlights) w.raw(one.field, search::ranges_json(one.ranges));
    w.close();
  }
  w.close();
  return mark;
}

PostDocument post_document(const Post& post, core::UserId viewer, std::string_view my_deal) {
  PostDocument out;
  json::Writer w;
  w.open();
  out.mark = write_common(w, post, viewer);
  w.text("description", post.draft.description).open_array("photos");
  for (const auto& photo : post.photos) photos::write_photo(w, "", photo);
  w.close_array().integer("view_count", post.view_count).integer("version", post.version);
  if (post.hold) {
    w.open("hold")
        .text("cause", post.hold->cause)
        .text("reason", post.hold->reason)
        .time("at", post.hold->at)
        .close();
  }
  w.raw("my_deal", my_deal).close();
  out.for_all =
      !post.favorited && post.seller.id != viewer && my_deal == "null" && post.draft.status != "hidden";
  out.body = w.take();
  out.etag = http::entity_tag(std::to_string(post.version) + "-" + core::fingerprint(out.body));
  return out;
}

bool fits_version(std::string_view if_match, std::int64_t version) {
  const std::string own = "\"" + std::to_string(version) + "-";
  return http::any_tag(if_match, [&own](std::string_view tag) { return tag.starts_with(own); });
}

}  // namespace posts
