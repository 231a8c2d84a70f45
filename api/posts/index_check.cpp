#include "posts/index_check.h"

#include <functional>
#include <map>
#include <string>

#include "posts/post_query.h"
#include "posts/post_search.h"
#include "posts/post_tokens.h"

namespace posts {

namespace {

constexpr std::int64_t looked_into = 1000;

// Every entry has the token of its status, and no other status's.
std::string any_status() {
  std::string out;
  for (const auto status : statuses) out += (out.empty() ? "\"" : " OR \"") + status_token(status) + "\"";
  return out;
}

void compare_entries(db::Tx& tx, IndexFaults& faults) {
  auto posts = tx.query("SELECT id FROM posts WHERE deleted_at IS NULL ORDER BY id");
  auto entries =
      tx.query("SELECT rowid FROM post_index WHERE post_index MATCH $1 ORDER BY rowid", any_status());
  bool post = posts.next();
  bool entry = entries.next();
  while (post || entry) {
    const bool only_post = !entry || (post && posts.integer(0) < entries.integer(0));
    const bool only_entry = !post || (entry && entries.integer(0) < posts.integer(0));
    if (only_post) faults.missing.push_back(posts.id<core::PostId>(0));
    if (only_entry) faults.left_over.push_back(entries.id<core::PostId>(0));
    if (!only_entry) post = posts.next();
    if (!only_post) entry = entries.next();
  }
}

// Calls `look` with the document's tokens of every `step`th post.
void each_document(db::Tx& tx, std::int64_t step,
                   const std::function<void(core::PostId, const std::vector<std::string>&)>& look) {
  static const std::string some_posts =
      post_select("0") + "WHERE p.deleted_at IS NULL AND p.id % $1 = 0 ORDER BY p.id";
  auto rows = tx.query(some_posts, step);
  while (rows.next()) {
    const Post post = read_post(rows);
    look(post.id, search::index_tokens(search_document(post.draft)));
  }
}

// Reads the whole index: word by word, each with its posts.
void compare_words(db::Tx& tx, IndexFaults& faults) {
  std::map<std::int64_t, std::vector<std::string>> indexed;
  tx.script("CREATE VIRTUAL TABLE temp.indexed_words USING fts5vocab('main', 'post_index', 'instance')");
  {
    auto rows = tx.query("SELECT doc, term FROM indexed_words ORDER BY term");
    while (rows.next()) indexed[rows.integer(0)].push_back(rows.text(1));
  }
  tx.script("DROP TABLE temp.indexed_words");
  each_document(tx, 1, [&](core::PostId id, const std::vector<std::string>& tokens) {
    const auto known = indexed.find(id.value);
    if (known != indexed.end() && known->second != tokens) faults.different.push_back(id);
  });
}

void look_for_words(db::Tx& tx, std::int64_t step, IndexFaults& faults) {
  each_document(tx, step, [&](core::PostId id, const std::vector<std::string>& tokens) {
    std::string all;
    for (const auto& token : tokens) all += (all.empty() ? "\"" : " AND \"") + token + "\"";
    if (!tx.query("SELECT 1 FROM post_index WHERE post_index MATCH $1 AND rowid = $2", all, id).next()) {
      faults.different.push_back(id);
    }
  });
}

}  // namespace

IndexFaults check_index(db::Tx& tx, std::int64_t whole) {
  IndexFaults faults;
  auto version = tx.query("SELECT version FROM post_index_version");
  if (!version.next() || version.integer(0) != search::index_version) return faults;
  compare_entries(tx, faults);
  auto count = tx.query("SELECT count(*) FROM posts WHERE deleted_at IS NULL");
  count.next();
  if (count.integer(0) <= whole) {
    compare_words(tx, faults);
  } else {
    look_for_words(tx, (count.integer(0) + looked_into - 1) / looked_into, faults);
  }
  return faults;
}

}  // namespace posts
