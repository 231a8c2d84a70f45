#include "posts/post_search.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

#include "posts/book_key.h"
#include "posts/post_match.h"
#include "posts/post_query.h"
#include "posts/post_store.h"
#include "posts/post_tokens.h"

namespace posts {

namespace {

constexpr std::size_t max_hits = 500;
// What bounds a look into the index, however many posts there are and whatever is in them: its rows, and the
// effort of taking their texts apart. A first, short one does without the filter.
constexpr std::size_t max_first_rows = 2000;
constexpr std::size_t max_rows = 10'000;
constexpr std::size_t max_effort = 300'000;
constexpr std::int64_t indexed_at_once = 1000;

// Behind the column that tells whether the row fits the filter.
const std::string candidate_columns = "p.id, p.bumped_at, p.price, " + std::string(searched_columns);

struct Hit {
  core::PostId id;
  std::int64_t key = 0;  // what it is sorted by
};

struct Hits {
  std::vector<Hit> hits;
  bool complete = true;  // none was left out
};

// Times of the next 60 years have 42 bits.
constexpr int time_bits = 42;

std::int64_t sort_key(Sort sort, std::int64_t score, const db::Rows& row) {
  switch (sort) {
    case Sort::relevance:
      return (score << time_bits) | row.integer(2);
    case Sort::newest:
      return row.integer(2);
    case Sort::price_asc:
    case Sort::price_desc:
      break;
  }
  return row.integer(3);
}

// Of the row where it stands; its names begin at the column `first`.
SearchedTexts texts_of(db::Tx& tx, const db::Rows& row, int first, core::PostId id) {
  std::array<std::string_view, searched_names> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = row.view(first + static_cast<int>(i));
  return {names, [&tx, id] {
            auto rows = tx.query("SELECT description FROM posts WHERE id = $1", id);
            return rows.next() ? rows.text(0) : std::string();
          }};
}

class Search {
 public:
  Search(db::Tx& tx, const Filter& filter, core::UserId viewer) : tx_(tx), filter_(filter), viewer_(viewer) {}

  // All that is found, within the bounds; in the order of the list.
  Hits run() {
    bool complete = look_into(search::Scope::everything, {}, leaves_few(filter_) ? max_rows : max_first_rows);
    if (!complete && !leaves_few(filter_)) {
      // The words are not rare. Comparing with the filter's long lists, too, pays only now.
      const search::Facets facets = wanted_facets(filter_);
      complete = look_into(search::Scope::everything, facets, max_rows);
      // By relevance, whom a name matches goes first, however old.
      if (filter_.sort == Sort::relevance) look_into(search::Scope::names, facets, max_rows);
    }
    const bool ascending = filter_.sort == Sort::price_asc;
    std::sort(hits_.begin(), hits_.end(), [ascending](const Hit& a, const Hit& b) {
      const auto left = std::pair(a.key, a.id.value);
      const auto right = std::pair(b.key, b.id.value);
      return ascending ? left < right : left > right;
    });
    if (hits_.size() > max_hits) hits_.resize(max_hits);
    return {std::move(hits_), complete};
  }

 private:
  // True when it came to the end of all that there is.
  bool look_into(search::Scope scope, const search::Facets& facets, std::size_t most_rows) {
    const auto enough = [&] {
      return (scope == search::Scope::names ? hits_by_name_ : hits_.size()) >= max_hits;
    };
    if (enough()) return false;
    const ListQuery query = candidate_query(filter_, scope, facets, candidate_columns, viewer_);
    auto rows = tx_.query_with(query.sql, query.values);
    std::size_t effort = 0;
    for (std::size_t seen = 0; seen < most_rows && effort < max_effort; ++seen) {
      if (enough()) return false;
      if (!rows.next()) return true;
      if (rows.boolean(0)) effort += judge(rows);
    }
    return false;
  }

  // Each post once; the effort that it took.
  std::size_t judge(const db::Rows& row) {
    const auto id = row.id<core::PostId>(1);
    if (!known_.insert(id.value).second) return 0;
    SearchedTexts texts = texts_of(tx_, row, 4, id);
    const std::int64_t score = match_score(*filter_.query, texts);
    if (score > 0) {
      hits_.push_back({id, sort_key(filter_.sort, score, row)});
      if (!texts.read_description()) ++hits_by_name_;
    }
    return texts.cost();
  }

  db::Tx& tx_;
  const Filter& filter_;
  core::UserId viewer_;
  std::vector<Hit> hits_;
  std::size_t hits_by_name_ = 0;            // those that have all words in names
  std::unordered_set<std::int64_t> known_;  // whom a former look has judged
};

}  // namespace

search::Document search_document(const Draft& draft) {
  const auto names = names_of(draft);
  // All but the major, which is among the facets.
  return {{names.begin(), std::prev(names.end())}, {draft.description}, facet_tokens(draft)};
}

std::vector<Post> search_posts(db::Tx& tx, const Filter& filter, const core::Page& page,
                               core::UserId viewer) {
  if (filter.query->empty()) return {};
  std::vector<Hit> found = Search(tx, filter, viewer).run().hits;
  auto next = found.begin();
  if (page.after) {
    const auto last = std::pair(page.after->key, page.after->id);
    const bool ascending = filter.sort == Sort::price_asc;
    next = std::find_if(found.begin(), found.end(), [&](const Hit& hit) {
      const auto key = std::pair(hit.key, hit.id.value);
      return ascending ? key > last : key < last;
    });
  }
  static const std::string one_post = post_select("$2") + "WHERE p.id = $1";
  std::vector<Post> out;
  for (; next != found.end() && out.size() <= static_cast<std::size_t>(page.limit); ++next) {
    auto rows = tx.query(one_post, next->id, viewer);
    if (!rows.next()) continue;
    Post post = read_post(rows);
    post.search_key = next->key;
    SearchedTexts texts = searched_texts(post.draft);
    post.highlights = match_highlights(*filter.query, texts);
    out.push_back(std::move(post));
  }
  return out;
}

Found find_posts(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  Found out;
  if (filter.query->empty()) return out;
  const Hits found = Search(tx, filter, viewer).run();
  for (const Hit& hit : found.hits) out.posts.push_back(hit.id);
  out.complete = found.complete;
  return out;
}

void prepare_index(db::Database& database) {
  const bool ready = database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT version FROM post_index_version");
    return rows.next() && rows.integer(0) == search::index_version;
  });
  if (ready) return;
  const search::SearchStore index;
  const PostStore store;
  database.write([&](db::Tx& tx) {
    tx.run("DELETE FROM post_index_version");
    index.clear(tx);
  });
  std::int64_t last = 0;
  for (bool more = true; more;) {
    more = database.write([&](db::Tx& tx) {
      static const std::string some_posts =
          post_select("0") + "WHERE p.id > $1 AND p.deleted_at IS NULL ORDER BY p.id LIMIT $2";
      std::int64_t count = 0;
      auto rows = tx.query(some_posts, last, indexed_at_once);
      for (; rows.next(); ++count) {
        const Post post = read_post(rows);
        index.add(tx, post.id, search::index_words(search_document(post.draft)));
        store.update_keys(tx, post.id, post.draft);
        last = post.id.value;
      }
      return count == indexed_at_once;
    });
  }
  write_book_keys(database);
  // Last: a start that was cut short begins anew.
  database.write([&](db::Tx& tx) {
    tx.run("INSERT INTO post_index_version (version) VALUES ($1)", search::index_version);
  });
}

}  // namespace posts
