#include "search/search_http.h"

#include <algorithm>
#include <set>

#include "http/params.h"
#include "search/search_json.h"

namespace search {

namespace {

// Of what a search box wants when nothing is asked for.
std::set<Suggests> read_kinds(http::Query& query) {
  std::set<Suggests> kinds;
  for (const std::string& name : query.choices("kind", suggested_kinds)) {
    const auto at = std::find(suggested_kinds.begin(), suggested_kinds.end(), name) - suggested_kinds.begin();
    kinds.insert(static_cast<Suggests>(at));
  }
  if (kinds.empty()) kinds = {Suggests::title, Suggests::author, Suggests::course};
  return kinds;
}

}  // namespace

std::vector<http::Route> search_routes(SearchService& search) {
  return {http::with_query({http::Method::get, "/search/suggest", http::Access::anyone, http::Lane::db,
                            [&search](const http::Request& request, const http::Principal&) {
                              http::Query query(request);
                              const auto typed = query.text("q", max_characters);
                              const auto kinds = read_kinds(query);
                              query.finish();
                              return http::json(200,
                                                suggestions_json(search.suggest(typed.value_or(""), kinds)));
                            }})};
}

}  // namespace search
