// The full-text index (SQLite's FTS5) of the posts: what is put into it, and what is asked of it.
//
// FTS5 knows words, so what a text is searched by is written into it as words. A tokenizer of our own would
// keep every other sqlite3 from opening the database.
//   grams     선형 대수학 → "선형 형대 대수 수학 학": each two neighbours, and the last one alone
//   initials  the same of the syllables' first consonants, of names only: "ㅅㅎ ㅎㄷ ㄷㅅ ㅅㅎ ㅎ"
//   words     everything else: "c", "2024", an ISBN
// It answers with candidates, the newest post first: a few too many, never one too few. search::find has the
// last word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "db/database.h"
#include "search/query.h"
#include "search/search.h"

namespace search {

// What a post is found by. Names are short and searched by initials, too; text is not.
struct Document {
  std::vector<std::string_view> names;
  std::vector<std::string_view> texts;
  friend bool operator==(const Document&, const Document&) = default;
};

class SearchStore {
 public:
  void add(db::Tx& tx, core::PostId post, const Document& document) const;
  // The index keeps no copy: `document` must be what was added.
  void remove(db::Tx& tx, core::PostId post, const Document& document) const;
  void clear(db::Tx& tx) const;

  // The titles, authors and courses of posts on sale that the query may find, the newest posts' first.
  std::vector<std::pair<Suggests, std::string>> names(db::Tx& tx, const Query& query) const;

  // An FTS5 expression for `post_index MATCH`; the query must not be empty.
  static std::string expression(const Query& query);
};

// Rises whenever add() writes something else for the same document, or name_key() for the same name: the
// index and the keys are then made anew.
constexpr std::int64_t index_version = 2;

}  // namespace search
