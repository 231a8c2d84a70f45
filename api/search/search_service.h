// Completions of what is being typed.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "search/search.h"
#include "search/search_store.h"

namespace search {

class SearchService {
 public:
  explicit SearchService(db::Database& database) : database_(database) {}

  // The best first: those that begin with what is typed before those that have it elsewhere, then those with
  // more posts. What is written in several ways (name_key) is offered once, in the commonest. Of what is
  // typed on the wrong layout, those of the right one.
  std::vector<Suggestion> suggest(std::string_view typed, const std::set<Suggests>& kinds);

 private:
  std::vector<Suggestion> look_up(const Query& query, const std::set<Suggests>& kinds);

  db::Database& database_;
  SearchStore store_;
};

}  // namespace search
