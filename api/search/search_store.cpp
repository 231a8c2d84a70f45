#include "search/search_store.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace search {

namespace {

std::string joined(const std::vector<std::string>& tokens) {
  std::string out;
  for (const auto& token : tokens) {
    if (!out.empty()) out += ' ';
    out += token;
  }
  return out;
}

std::string without(const std::vector<std::string>& all, const std::vector<std::string>& others) {
  std::vector<std::string> out;
  std::set_difference(all.begin(), all.end(), others.begin(), others.end(), std::back_inserter(out));
  return joined(out);
}

void insert(db::Tx& tx, core::PostId post, const std::string& tokens) {
  tx.run("INSERT INTO post_index (rowid, tokens) VALUES ($1, $2)", post, tokens);
}

void erase(db::Tx& tx, core::PostId post, const std::string& tokens) {
  tx.run("INSERT INTO post_index (post_index, rowid, tokens) VALUES ('delete', $1, $2)", post, tokens);
}

}  // namespace

void SearchStore::add(db::Tx& tx, core::PostId post, const Document& document) const {
  insert(tx, post, joined(index_tokens(document)));
}

// Only what differs. FTS5 counts its rows: one is taken and one is given, whatever is in them.
void SearchStore::change(db::Tx& tx, core::PostId post, const Document& before, const Document& after) const {
  const auto old_tokens = index_tokens(before);
  const auto new_tokens = index_tokens(after);
  if (old_tokens == new_tokens) return;
  erase(tx, post, without(old_tokens, new_tokens));
  insert(tx, post, without(new_tokens, old_tokens));
}

void SearchStore::change_facet(db::Tx& tx, core::PostId post, const std::string& before,
                               const std::string& after) const {
  if (before == after) return;
  erase(tx, post, before);
  insert(tx, post, after);
}

void SearchStore::remove(db::Tx& tx, core::PostId post, const Document& document) const {
  erase(tx, post, joined(index_tokens(document)));
}

void SearchStore::clear(db::Tx& tx) const {
  tx.run("INSERT INTO post_index (post_index) VALUES ('delete-all')");
}

std::vector<Name> SearchStore::names(db::Tx& tx, const Query& query, const std::set<Suggests>& kinds) const {
  std::vector<Name> out;
  if (kinds.contains(Suggests::major)) out = majors(tx);
  if (kinds == std::set{Suggests::major}) return out;
  constexpr int max_posts = 500;
  const Facets on_sale = {{facet_token('s', "selling"), facet_token('s', "reserved")}};
  auto rows = tx.query(
      "SELECT p.book_title, p.book_author, p.course_name, p.book_publisher FROM post_index AS i "
      "CROSS JOIN posts AS p ON p.id = i.rowid WHERE i.post_index MATCH $1 ORDER BY i.rowid DESC LIMIT $2",
      match_expression(query, Scope::names, on_sale), max_posts);
  constexpr std::array columns = {Suggests::title, Suggests::author, Suggests::course, Suggests::publisher};
  while (rows.next()) {
    for (int column = 0; column < static_cast<int>(columns.size()); ++column) {
      const Suggests kind = columns[static_cast<std::size_t>(column)];
      if (kinds.contains(kind) && !rows.null(column)) out.push_back({kind, rows.text(column), 1, 0});
    }
  }
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
