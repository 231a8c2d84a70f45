#include "posts/post_search.h"

#include <algorithm>
#include <array>
#include <string>

#include "posts/post_query.h"
#include "posts/post_store.h"

namespace posts {

namespace {

constexpr std::size_t max_hits = 500;
constexpr std::size_t max_looked_at = 4000;
constexpr std::int64_t indexed_at_once = 1000;

// What is searched, what finding a word there is worth, and its column in candidate_columns. The description
// comes last: it is long, and only looked into for words that no name has.
struct Field {
  std::string_view name;
  int weight;
  int column;
  bool is_name;
};
constexpr std::array<Field, 8> fields = {{{"title", 8, 3, true},
                                          {"book_title", 8, 4, true},
                                          {"book_author", 4, 5, true},
                                          {"book_publisher", 2, 6, true},
                                          {"book_isbn", 8, 7, true},
                                          {"course_name", 5, 8, true},
                                          {"course_professor", 4, 9, true},
                                          {"description", 1, 10, false}}};

constexpr std::string_view candidate_columns =
    "p.id, p.bumped_at, p.price, p.title, p.book_title, p.book_author, p.book_publisher, p.book_isbn, "
    "p.course_name, p.course_professor, p.description";

struct Hit {
  core::PostId id;
  std::int64_t key = 0;  // what it is sorted by
  std::vector<Highlight> highlights;
};

// Times of the next 60 years have 42 bits.
constexpr int time_bits = 42;

std::int64_t sort_key(Sort sort, std::int64_t score, const db::Rows& row) {
  switch (sort) {
    case Sort::relevance:
      return (score << time_bits) | row.integer(1);
    case Sort::newest:
      return row.integer(1);
    case Sort::price_asc:
    case Sort::price_desc:
      break;
  }
  return row.integer(2);
}

void highlight(std::vector<Highlight>& all, std::string_view field, std::vector<search::Range> ranges) {
  const auto known = std::find_if(all.begin(), all.end(), [&](const auto& h) { return h.field == field; });
  if (known == all.end()) {
    all.push_back({field, std::move(ranges)});
  } else {
    known->ranges.insert(known->ranges.end(), ranges.begin(), ranges.end());
  }
}

// Looks whether a candidate has every word, and how well.
class Judge {
 public:
  Judge(const search::Query& query, const db::Rows& row) : query_(query), row_(row) {}

  // 0 when a word is missing.
  std::int64_t score() {
    std::int64_t sum = 0;
    for (const auto& term : query_.terms()) {
      const std::int64_t best = best_place(term);
      if (best == 0) return 0;
      sum += best;
    }
    return sum;
  }

  std::vector<Highlight> take() {
    for (auto& one : highlights_) search::merge(one.ranges);
    return std::move(highlights_);
  }

 private:
  std::int64_t best_place(const search::Term& term) {
    const bool names_only = search::initials_only(term);
    std::int64_t best = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field& field = fields[i];
      if (!field.is_name && (names_only || best > 0)) continue;
      auto found = search::find(term, units(i));
      if (found.quality == 0) continue;
      best = std::max<std::int64_t>(best, std::int64_t{field.weight} * (found.quality + 1));
      highlight(highlights_, field.name, std::move(found.ranges));
    }
    return best;
  }

  const std::vector<search::Unit>& units(std::size_t field) {
    auto& known = units_[field];
    if (!known) known = search::split(row_.view(fields[field].column));
    return *known;
  }

  const search::Query& query_;
  const db::Rows& row_;
  std::array<std::optional<std::vector<search::Unit>>, fields.size()> units_;
  std::vector<Highlight> highlights_;
};

struct Hits {
  std::vector<Hit> hits;
  bool complete = false;
};

Hits look_at_candidates(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  const ListQuery query = candidate_query(filter, candidate_columns, viewer);
  Hits found;
  auto& out = found.hits;
  auto rows = tx.query_with(query.sql, query.values);
  for (std::size_t seen = 0; seen < max_looked_at && out.size() < max_hits; ++seen) {
    if (!rows.next()) {
      found.complete = true;
      break;
    }
    Judge judge(*filter.query, rows);
    const std::int64_t score = judge.score();
    if (score == 0) continue;
    out.push_back({rows.id<core::PostId>(0), sort_key(filter.sort, score, rows), judge.take()});
  }
  const bool ascending = filter.sort == Sort::price_asc;
  std::sort(out.begin(), out.end(), [ascending](const Hit& a, const Hit& b) {
    const auto left = std::pair(a.key, a.id.value);
    const auto right = std::pair(b.key, b.id.value);
    return ascending ? left < right : left > right;
  });
  return found;
}

}  // namespace

search::Document search_document(const Draft& draft) {
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::string_view(*value) : std::string_view();
  };
  return {{draft.title, draft.book.title, text(draft.book.author), text(draft.book.publisher),
           text(draft.book.isbn), text(draft.course), text(draft.professor)},
          {draft.description}};
}

std::vector<Post> search_posts(db::Tx& tx, const Filter& filter, const core::Page& page,
                               core::UserId viewer) {
  if (filter.query->empty()) return {};
  std::vector<Hit> found = look_at_candidates(tx, filter, viewer).hits;
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
    post.highlights = std::move(next->highlights);
    out.push_back(std::move(post));
  }
  return out;
}

Found find_posts(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  Found out;
  if (filter.query->empty()) return out;
  const Hits found = look_at_candidates(tx, filter, viewer);
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
        index.add(tx, post.id, search_document(post.draft));
        store.update_keys(tx, post.id, post.draft);
        last = post.id.value;
      }
      return count == indexed_at_once;
    });
  }
  // Last: a start that was cut short begins anew.
  database.write([&](db::Tx& tx) {
    tx.run("INSERT INTO post_index_version (version) VALUES ($1)", search::index_version);
  });
}

}  // namespace posts
