#include "books/book_service.h"

#include <unordered_set>

#include "core/error.h"
#include "posts/book_key.h"

namespace books {

namespace {

// Posts that are looked at for their editions: as many as search finds.
constexpr int max_hits = 500;

core::PageKey place_of(const posts::Post& best) {
  return {std::string(books_order), best.search_key, best.id.value};
}

bool comes_after(const core::PageKey& place, const core::PageKey& last) {
  return std::pair(place.key, place.id) < std::pair(last.key, last.id);
}

}  // namespace

BookPage BookService::with_isbn(const std::string& isbn) {
  BookPage out;
  // An ISBN is its own key.
  auto edition = database_.read([&](db::Tx& tx) { return store_.find(tx, isbn); });
  if (edition) out.items.push_back(std::move(*edition));
  return out;
}

BookPage BookService::search(const search::Query& query, const core::Page& page) {
  posts::Filter filter;
  filter.query = query;
  filter.statuses = {"selling", "reserved", "sold"};
  filter.sort = posts::Sort::relevance;
  return database_.read([&](db::Tx& tx) {
    BookPage out;
    std::unordered_set<std::string> seen;
    core::PageKey last;
    for (const auto& post : posts_.list(tx, filter, {.limit = max_hits, .after = {}}, core::UserId{})) {
      const std::string key = posts::book_key(post.draft.book);
      if (!seen.insert(key).second) continue;
      const core::PageKey place = place_of(post);
      if (page.after && !comes_after(place, *page.after)) continue;
      if (out.items.size() == static_cast<std::size_t>(page.limit)) {
        out.next_cursor = core::encode_cursor(last);
        break;
      }
      auto edition = store_.find(tx, key);
      if (!edition) continue;
      out.items.push_back(std::move(*edition));
      last = place;
    }
    return out;
  });
}

Copies BookService::copies(core::PostId post, const core::Page& page, core::UserId viewer) {
  return database_.read([&](db::Tx& tx) {
    const auto key = store_.key_of_post(tx, post, viewer);
    if (!key) throw core::not_found("There is no such post.");
    Copies out;
    out.book = store_.find(tx, *key);
    out.items = store_.copies(tx, *key, post, page, viewer);
    if (out.items.size() > static_cast<std::size_t>(page.limit)) {
      out.items.pop_back();
      const posts::Post& last = out.items.back();
      out.next_cursor = core::encode_cursor({std::string(copies_order), last.draft.price, last.id.value});
    }
    return out;
  });
}

}  // namespace books
