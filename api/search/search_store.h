// The full-text index of the posts (SQLite's FTS5). A tokenizer of our own would keep every other sqlite3
// from opening the database, so it is given words ready made (index_tokens.h).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "db/database.h"
#include "search/index_tokens.h"
#include "search/query.h"
#include "search/search.h"

namespace search {

// The index keeps no copy: who changes or removes must say what was there before.
class SearchStore {
 public:
  // The words of its document (index_words).
  void add(db::Tx& tx, core::PostId post, const std::string& words) const;
  void change(db::Tx& tx, core::PostId post, const Document& before, const Document& after) const;
  void change_facets(db::Tx& tx, core::PostId post, const std::vector<std::string>& before,
                     const std::vector<std::string>& after) const;
  void remove(db::Tx& tx, core::PostId post, const Document& document) const;
  void clear(db::Tx& tx) const;

  // Names of those kinds in the posts on sale that the query may find, the newest posts' first. Majors are
  // not in the index: all of the newest posts and users are given.
  std::vector<Name> names(db::Tx& tx, const Query& query, const std::set<Suggests>& kinds) const;

 private:
  static std::vector<Name> majors(db::Tx& tx);
};

// Rises whenever index_tokens(), a post's document, name_key() or filing() changes: the index, the keys and
// what saved searches are filed under are then made anew.
constexpr std::int64_t index_version = 3;

}  // namespace search
