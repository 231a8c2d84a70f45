#include "search/search_http.h"

#include "http/params.h"
#include "search/search_json.h"

namespace search {

std::vector<http::Route> search_routes(SearchService& search) {
  return {http::with_query({http::Method::get, "/search/suggest", http::Access::anyone, http::Lane::db,
                            [&search](const http::Request& request, const http::Principal&) {
                              http::Query query(request);
                              const auto typed = query.text("q", max_characters);
                              query.finish();
                              return http::json(200, suggestions_json(search.suggest(typed.value_or(""))));
                            }})};
}

}  // namespace search
