#include "search/search_store.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace search {

namespace {

void insert(db::Tx& tx, core::PostId post, const std::string& tokens) {
  tx.run("INSERT INTO post_index (rowid, tokens) VALUES ($1, $2)", post, tokens);
}

void erase(db::Tx& tx, core::PostId post, const std::string& tokens) {
  tx.run("INSERT INTO post_index (post_index, rowid, tokens) VALUES ('delete', $1, $2)", post, tokens);
}

// Only what differs; both in order. FTS5 counts its rows: one is taken and one is given, whatever is in them.
void replace(db::Tx& tx, core::PostId post, const std::vector<std::string>& before,
             const std::vector<std::string>& after) {
  if (before == after) return;
  const auto without = [](const std::vector<std::string>& all, const std::vector<std::string>& others) {
    std::vector<std::string> out;
    std::set_difference(all.begin(), all.end(), others.begin(), others.end(), std::back_inserter(out));
    return joined_words(out);
  };
  erase(tx, post, without(before, after));
  insert(tx, post, without(after, before));
}

}  // namespace

void SearchStore::add(db::Tx& tx, core::PostId post, const std::string& words) const {
  insert(tx, post, words);
}

void SearchStore::change(db::Tx& tx, core::PostId post, const Document& before, const Document& after) const {
  replace(tx, post, index_tokens(before), index_tokens(after));
}

void SearchStore::change_facets(db::Tx& tx, core::PostId post, const std::vector<std::string>& before,
                                const std::vector<std::string>& after) const {
  using Ordered = std::set<std::string>;
  const Ordered old_tokens(before.begin(), before.end());
  const Ordered new_tokens(after.begin(), after.end());
  replace(tx, post, {old_tokens.begin(), old_tokens.end()}, {new_tokens.begin(), new_tokens.end()});
}

void SearchStore::remove(db::Tx& tx, core::PostId post, const Document& document) const {
  erase(tx, post, index_words(document));
}

void SearchStore::clear(db::Tx& tx) const {
  tx.run("INSERT INTO post_index (post_index) VALUES ('delete-all')");
}

std::vector<Name> SearchStore::names(db::Tx& tx, const Query& query, const std::set<Suggests>& kinds) const {
  std::vector<Name> out;
  if (kinds.contains(Suggests::major)) out = majors(tx);
  if (kinds == std::set{Suggests::major}) return out;
  // Rare names are soon told apart by the posts themselves; comparing with all that is on sale takes longer.
  constexpr std::size_t max_first_rows = 2000;
  constexpr std::size_t max_rows = 10'000;
  constexpr std::size_t max_posts = 500;
  // Words that are everywhere, but never together, are compared post by post.
  constexpr int newest_looked_at = 500'000;
  constexpr std::array columns = {Suggests::title, Suggests::author, Suggests::course, Suggests::publisher};
  std::vector<Name> found;
  // False when there are more posts than it looked at.
  const auto look = [&](const Facets& facets, std::size_t most_rows) {
    found.clear();
    auto rows = tx.query(
        "SELECT p.status IN ('selling', 'reserved') AND p.deleted_at IS NULL, p.book_title, p.book_author, "
        "p.course_name, p.book_publisher FROM post_index AS i CROSS JOIN posts AS p ON p.id = i.rowid "
        "WHERE i.post_index MATCH $1 AND i.rowid > (SELECT coalesce(max(id), 0) FROM posts) - $2 "
        "ORDER BY i.rowid DESC",
        match_expression(query, Scope::names, facets), newest_looked_at);
    std::size_t posts = 0;
    for (std::size_t seen = 0; seen < most_rows && posts < max_posts; ++seen) {
      if (!rows.next()) return true;
      if (!rows.boolean(0)) continue;
      ++posts;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const int column = static_cast<int>(i) + 1;
        if (kinds.contains(columns[i]) && !rows.null(column))
          found.push_back({columns[i], rows.text(column), 1, 0});
      }
    }
    return posts == max_posts;
  };
  if (!look({}, max_first_rows)) look({{on_sale_token}}, max_rows);
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return out;
}

std::vector<Name> SearchStore::majors(db::Tx& tx) {
  constexpr int max_posts = 5000;
  constexpr int max_users = 2000;
  std::vector<Name> out;
  auto of_posts = tx.query(
      "SELECT major, count(*) FROM (SELECT major, bumped_at FROM posts "
      "WHERE status IN ('selling', 'reserved') AND deleted_at IS NULL "
      "ORDER BY bumped_at DESC, id DESC LIMIT $1) AS newest "
      "WHERE major IS NOT NULL GROUP BY major ORDER BY max(bumped_at) DESC",
      max_posts);
  while (of_posts.next()) {
    out.push_back({Suggests::major, of_posts.text(0), static_cast<int>(of_posts.integer(1)), 0});
  }
  auto of_users = tx.query(
      "SELECT major, count(*) FROM (SELECT major, id FROM users ORDER BY id DESC LIMIT $1) AS newest "
      "WHERE major <> '' GROUP BY major ORDER BY max(id) DESC",
      max_users);
  while (of_users.next()) {
    out.push_back({Suggests::major, of_users.text(0), 0, static_cast<int>(of_users.integer(1))});
  }
  return out;
}

}  // namespace search
