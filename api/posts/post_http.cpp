#include "posts/post_http.h"

#include "core/error.h"
#include "core/isbn.h"
#include "core/text.h"
#include "http/etag.h"
#include "http/params.h"
#include "posts/post_marks.h"
#include "posts/post_query.h"
#include "search/search.h"

namespace posts {

namespace {

constexpr const char* vary = "Authorization, Cookie";
// Of what is sent in several codings.
constexpr const char* vary_by_coding = "Accept-Encoding, Authorization, Cookie";

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

// Without words to search for, relevance means the newest; with them, it is the order nobody has to ask for.
Sort read_sort(http::Query& query, bool searching) {
  const auto name = query.choice("sort", {"newest", "price_asc", "price_desc", "relevance"});
  if (name == "price_asc") return Sort::price_asc;
  if (name == "price_desc") return Sort::price_desc;
  return searching && name != "newest" ? Sort::relevance : Sort::newest;
}

}  // namespace

std::optional<std::string> read_isbn(http::Query& query) {
  const auto text = query.text("isbn", max_isbn);
  auto isbn = text ? core::isbn13(*text) : std::nullopt;
  if (text && !isbn) query.fault("isbn", "invalid-isbn", core::no_isbn);
  return isbn;
}

Filter read_filter(http::Query& query) {
  Filter filter;
  const auto words = query.text("q", search::max_characters);
  if (words) filter.query = search::Query(*words);
  filter.statuses = query.choices("status", statuses);
  if (filter.statuses.empty()) filter.statuses = {"selling", "reserved"};
  filter.conditions = query.choices("condition", conditions);
  filter.major = query.text("major", max_major);
  filter.course = query.text("course", max_course);
  filter.isbn = read_isbn(query);
  if (const auto seller = query.text("seller", users::max_username))
    filter.seller = core::lower_ascii(*seller);
  filter.min_price = query.integer("min_price", 0, max_price);
  filter.max_price = query.integer("max_price", 0, max_price);
  filter.favorited = query.boolean("favorited").value_or(false);
  return filter;
}

namespace {

void require_viewer(const Filter& filter, const Principal& who) {
  if (filter.favorited && !who.signed_in()) {
    throw core::Error(401, "not-signed-in", "Please sign in to see your favourites.");
  }
}

// Whose block would make it another page. Of a search, everybody's: with fewer posts it finds others. And of
// an empty page, which may say what could be found instead.
std::vector<core::UserId> sellers_of(const Filter& filter, const PostPage& page) {
  std::vector<core::UserId> out;
  if (filter.query) return out;
  for (const Post& post : page.items) out.push_back(post.seller.id);
  if (page.next_seller) out.push_back(*page.next_seller);
  return out;
}

// Whether an answer may be compressed in this thread, which takes some milliseconds for a long one.
enum class Compress { no, yes };

// In the coding that the client likes best: the bytes are everybody's, so their length tells no secret.
// Nothing when they would have to be compressed for that, and are not to be.
std::optional<Response> shared(KeptAnswer kept, const Request& request, Compress compress) {
  const auto accepted = request.header("accept-encoding");
  if (compress == Compress::yes)
    http::encode(kept.response, *kept.encodings, accepted);
  else if (!http::encode_if_made(kept.response, *kept.encodings, accepted))
    return std::nullopt;
  return std::move(kept.response);
}

// What was written for everybody, as that viewer sees it: they are shown the same posts.
std::optional<Response> personal(KeptAnswer kept, const Request& request, core::UserId user,
                                 const Viewer& viewer, Compress compress) {
  auto body = personal(*kept.response.body, *kept.marks, user, viewer);
  if (!body) return shared(std::move(kept), request, compress);
  Response response = std::move(kept.response);
  std::erase_if(response.headers,
                [](const auto& header) { return header.first == "ETag" || header.first == "Cache-Control"; });
  response.body = std::make_shared<const std::string>(std::move(*body));
  return std::move(http::with_etag(response, http::revalidate));
}

Response list(PostService& posts, blocks::BlockedCache& blocked, PostCache& cache, const Request& request,
              const Principal& who) {
  const auto generation = cache.generation();
  http::Query query(request);
  Filter filter = read_filter(query);
  filter.sort = read_sort(query, filter.query.has_value());
  const core::Page page = query.page(order_name(filter.sort));
  query.finish();
  require_viewer(filter, who);
  const auto viewer = posts.viewer(who.user);
  // Then it is read for everybody, so that others can be given it as well.
  const bool for_all = viewer->complete && !blocked.of(who.user)->any() && same_for_all(filter);
  const core::UserId asks = for_all ? core::UserId() : who.user;
  const PostPage result = posts.list(filter, page, asks);
  Marks marks;
  json::Writer w;
  w.open().open_array("items");
  for (const Post& post : result.items) marks.posts.push_back(write_post_card(w, post, asks));
  w.close_array().text("next_cursor", result.next_cursor);
  if (filter.query) w.text("did_you_mean", result.did_you_mean);
  w.close();
  Response response = http::json(w.take());
  if (result.next_cursor) response.with("Link", http::next_link(request, *result.next_cursor));
  http::with_etag(response, http::revalidate).with("Vary", vary_by_coding);
  if (!for_all) return response;
  marks.sellers = sellers_of(filter, result);
  return personal(cache.put(request.target, response, generation, std::move(marks)), request, who.user,
                  *viewer, Compress::yes)
      .value();
}

Response facets(PostService& posts, PostCache& cache, const Request& request, const Principal& who) {
  const auto generation = cache.generation();
  http::Query query(request);
  const Filter filter = read_filter(query);
  query.finish();
  require_viewer(filter, who);
  const Facets counts = posts.facets(filter, who.user);
  Response response = http::json(facets_json(counts));
  http::with_etag(response, http::revalidate).with("Vary", vary_by_coding);
  if (!counts.for_all) return response;
  return shared(cache.put(request.target, response, generation), request, Compress::yes).value();
}

Response answer(PostDocument&& document, int status = 200) {
  Response response = http::json(status, std::move(document.body));
  response.with("ETag", std::move(document.etag)).with("Cache-Control", std::string(http::revalidate));
  response.with("Vary", vary);
  return response;
}

core::PostId post_id(const Request& request) {
  return http::path_id<core::PostId>(request, "id");
}

std::optional<std::string> if_match(const Request& request) {
  const auto tags = request.header("if-match");
  return tags ? std::optional(std::string(*tags)) : std::nullopt;
}

Response detail(PostService& posts, PostCache& cache, const Request& request, const Principal& who) {
  const auto generation = cache.generation();
  PostDocument document = posts.read(post_id(request), who.user);
  const Mark mark = document.mark;
  const bool for_all = document.for_all;
  Response response = answer(std::move(document));
  if (for_all) cache.put(request.target, response, generation, {{mark}, {mark.seller}});
  if (request.method == Method::get) posts.count_look(mark, who.user);
  return response;
}

// What lies ready, if it is what they are shown. The shortcut has looked before, and counted that.
std::optional<KeptAnswer> kept_for(const Principal& who, blocks::BlockedCache& blocked, PostCache& cache,
                                   const Request& request, bool again = false) {
  auto kept = again ? cache.peek(request.target) : cache.find(request.target);
  if (kept && !shown_to(*kept->marks, *blocked.of(who.user))) kept.reset();
  return kept;
}

std::optional<Response> ready_list(PostService& posts, blocks::BlockedCache& blocked, PostCache& cache,
                                   const Request& request, const Principal& who, Compress compress) {
  auto kept = kept_for(who, blocked, cache, request, compress == Compress::yes);
  if (!kept) return std::nullopt;
  const auto viewer = posts.viewer(who.user);
  if (!viewer->complete) return std::nullopt;
  return personal(std::move(*kept), request, who.user, *viewer, compress);
}

std::optional<Response> ready_facets(blocks::BlockedCache& blocked, PostCache& cache, const Request& request,
                                     const Principal& who, Compress compress) {
  auto kept = kept_for(who, blocked, cache, request, compress == Compress::yes);
  return kept ? shared(std::move(*kept), request, compress) : std::nullopt;
}

std::optional<Response> ready_detail(PostService& posts, blocks::BlockedCache& blocked, PostCache& cache,
                                     const Request& request, const Principal& who) {
  auto kept = kept_for(who, blocked, cache, request);
  if (!kept) return std::nullopt;
  const Mark& mark = kept->marks->posts.front();
  const auto viewer = posts.viewer(who.user);
  const bool same = viewer->complete && !viewer->favors(mark.post) && !viewer->deals_about(mark.post) &&
                    mark.seller != who.user;
  if (!same) return std::nullopt;
  if (request.method == Method::get) posts.count_look(mark, who.user);
  return std::move(kept->response);
}

}  // namespace

std::vector<http::Route> post_routes(PostService& posts, blocks::BlockedCache& blocked, PostCache& cache,
                                     PostCache& details) {
  http::Route create{Method::post, "/posts", Access::member, Lane::write, nullptr, BodyKind::json};
  create.prepare = [&posts](const Request& request) -> http::Act {
    return [&posts, post = NewPost(read_draft(request.body))](const Principal& who) {
      auto [id, document] = posts.create(who.user, post);
      Response response = answer(std::move(document), 201);
      response.with("Location", "/posts/" + std::to_string(id.value));
      return response;
    };
  };
  std::vector<http::Route> routes = {
      std::move(create),
      {Method::patch, "/posts/{id}", Access::member, Lane::write,
       [&posts](const Request& request, const Principal& who) {
         return answer(posts.change(post_id(request), who.user, request.body, if_match(request)));
       },
       BodyKind::json},
      {Method::del, "/posts/{id}", Access::signed_in, Lane::write,
       [&posts](const Request& request, const Principal& who) {
         posts.remove(post_id(request), who.user, if_match(request));
         return http::no_content();
       }},
      {Method::post, "/posts/{id}/bump", Access::member, Lane::write,
       [&posts](const Request& request, const Principal& who) {
         return answer(posts.bump(post_id(request), who.user));
       }},
      {Method::put, "/posts/{id}/favorite", Access::signed_in, Lane::write,
       [&posts](const Request& request, const Principal& who) {
         return http::json(favorite_json(posts.set_favorite(post_id(request), who.user, true)));
       }},
      {Method::del, "/posts/{id}/favorite", Access::signed_in, Lane::write,
       [&posts](const Request& request, const Principal& who) {
         return http::json(favorite_json(posts.set_favorite(post_id(request), who.user, false)));
       }},
  };
  http::Route lists{Method::get, "/posts", Access::anyone, Lane::db,
                    [&](const Request& request, const Principal& who) {
                      auto ready = ready_list(posts, blocked, cache, request, who, Compress::yes);
                      return ready ? std::move(*ready) : list(posts, blocked, cache, request, who);
                    }};
  // On the thread of the connection.
  lists.shortcut = [&](const Request& request, const Principal& who) {
    return ready_list(posts, blocked, cache, request, who, Compress::no);
  };
  routes.push_back(http::with_query(std::move(lists)));
  http::Route one{Method::get, "/posts/{id}", Access::anyone, Lane::db,
                  [&posts, &details](const Request& request, const Principal& who) {
                    return detail(posts, details, request, who);
                  }};
  one.shortcut = [&](const Request& request, const Principal& who) {
    return ready_detail(posts, blocked, details, request, who);
  };
  routes.push_back(std::move(one));
  http::Route counts{Method::get, "/posts/facets", Access::anyone, Lane::db,
                     [&](const Request& request, const Principal& who) {
                       auto ready = ready_facets(blocked, cache, request, who, Compress::yes);
                       return ready ? std::move(*ready) : facets(posts, cache, request, who);
                     }};
  counts.shortcut = [&](const Request& request, const Principal& who) {
    return ready_facets(blocked, cache, request, who, Compress::no);
  };
  routes.push_back(http::with_query(std::move(counts)));
  return routes;
}

}  // namespace posts
