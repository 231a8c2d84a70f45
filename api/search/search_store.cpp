#include "search/search_store.h"

#include <algorithm>
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

std::vector<std::pair<Suggests, std::string>> SearchStore::names(db::Tx& tx, const Query& query) const {
  constexpr int max_posts = 500;
  const Facets on_sale = {{facet_token('s', "selling"), facet_token('s', "reserved")}};
  auto rows = tx.query(
      "SELECT p.book_title, p.book_author, p.course_name FROM post_index AS i "
      "CROSS JOIN posts AS p ON p.id = i.rowid WHERE i.post_index MATCH $1 ORDER BY i.rowid DESC LIMIT $2",
      match_expression(query, Scope::names, on_sale), max_posts);
  std::vector<std::pair<Suggests, std::string>> out;
  while (rows.next()) {
    out.emplace_back(Suggests::title, rows.text(0));
    if (!rows.null(1)) out.emplace_back(Suggests::author, rows.text(1));
    if (!rows.null(2)) out.emplace_back(Suggests::course, rows.text(2));
  }
  return out;
}

}  // namespace search
