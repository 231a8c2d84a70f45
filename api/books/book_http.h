// The routes of books.
#pragma once

#include <vector>

#include "books/book_service.h"
#include "http/router.h"
#include "posts/post_cache.h"

namespace books {

// The cache is that of the posts: it forgets whatever a change of a post touches, and a sale is one.
std::vector<http::Route> book_routes(BookService& books, posts::PostCache& cache);

}  // namespace books
