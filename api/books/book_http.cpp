#include "books/book_http.h"

#include "books/book_json.h"
#include "http/etag.h"
#include "http/params.h"
#include "posts/post_http.h"
#include "posts/post_json.h"
#include "search/search.h"

namespace books {

namespace {

using http::Access, http::Lane, http::Method, http::Principal, http::Request, http::Response;

Response page_of(const Request& request, std::string body, const std::optional<std::string>& next_cursor) {
  Response response = http::json(std::move(body));
  if (next_cursor) response.with("Link", http::next_link(request, *next_cursor));
  return response;
}

Response list(BookService& books, posts::PostCache& cache, const Request& request) {
  const auto generation = cache.generation();
  http::Query query(request);
  const auto words = query.text("q", search::max_characters);
  const auto isbn = posts::read_isbn(query);
  const core::Page page = query.page(books_order);
  query.finish();
  // After the others: words that are too long are there all the same.
  if (words.has_value() == isbn.has_value()) {
    query.fault("q", words ? "not-allowed" : "required", "Either words to search for (q) or an isbn.");
    query.finish();
  }
  const BookPage result = isbn ? books.with_isbn(*isbn) : books.search(search::Query(*words), page);
  json::Writer w;
  w.open().open_array("items");
  for (const Edition& edition : result.items) write_edition(w, edition);
  w.close_array().text("next_cursor", result.next_cursor).close();
  Response response = page_of(request, w.take(), result.next_cursor);
  http::with_etag(response, http::revalidate);
  cache.put(request.target, response, generation);
  return response;
}

Response copies(BookService& books, posts::PostCache& cache, const Request& request, const Principal& who) {
  const auto generation = cache.generation();
  http::Query query(request);
  const core::Page page = query.page(copies_order);
  query.finish();
  const Copies result = books.copies(http::path_id<core::PostId>(request, "id"), page, who.user);
  json::Writer w;
  w.open();
  if (result.book) {
    write_edition(w, "book", *result.book);
  } else {
    w.null("book");
  }
  w.open_array("items");
  for (const auto& post : result.items) posts::write_post_card(w, post, who.user);
  w.close_array().text("next_cursor", result.next_cursor).close();
  Response response = page_of(request, w.take(), result.next_cursor);
  http::with_etag(response, http::revalidate).with("Vary", "Authorization, Cookie");
  if (!who.signed_in()) cache.put(request.target, response, generation);
  return response;
}

}  // namespace

std::vector<http::Route> book_routes(BookService& books, posts::PostCache& cache) {
  http::Route editions{
      Method::get, "/books", Access::anyone, Lane::db,
      [&books, &cache](const Request& request, const Principal&) { return list(books, cache, request); }};
  // The same for everybody.
  editions.shortcut = [&cache](const Request& request, const Principal&) {
    return cache.response(request.target);
  };
  http::Route others{Method::get, "/posts/{id}/copies", Access::anyone, Lane::db,
                     [&books, &cache](const Request& request, const Principal& who) {
                       return copies(books, cache, request, who);
                     }};
  others.shortcut = [&cache](const Request& request, const Principal& who) -> std::optional<Response> {
    return who.signed_in() ? std::nullopt : cache.response(request.target);
  };
  return {http::with_query(std::move(editions)), http::with_query(std::move(others))};
}

}  // namespace books
