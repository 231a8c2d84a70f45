#include "posts/post_register.h"

#include <limits>

#include "posts/post_hold_store.h"
#include "posts/post_match.h"
#include "posts/post_query.h"
#include "search/index_tokens.h"

namespace posts {

namespace {

std::string one_of(const std::vector<std::string>& statuses) {
  std::string out;
  for (const auto& status : statuses) {
    if (!out.empty()) out += " OR ";
    if (status == "deleted") {
      out += "p.deleted_at IS NOT NULL";
    } else if (status == "held") {
      out += "p.id IN (SELECT post_id FROM post_holds)";
    } else {  // a word of register_statuses
      out += "(p.deleted_at IS NULL AND p.status = '" + status + "')";
    }
  }
  return " AND (" + out + ")";
}

bool has_words(const search::Query& query, const db::Rows& row) {
  std::array<std::string_view, searched_names> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = row.view(static_cast<int>(i) + 1);
  SearchedTexts texts(names, [&row] { return row.text(searched_names + 1); });
  return match_score(query, texts) > 0;
}

std::vector<core::PostId> find(db::Tx& tx, const RegisterFilter& filter, const core::Page& page) {
  std::vector<core::PostId> out;
  std::vector<db::Value> values{
      db::value(page.after ? page.after->id : std::numeric_limits<std::int64_t>::max())};
  std::string sql =
      "SELECT p.id, " + std::string(searched_columns) + ", p.description FROM posts AS p WHERE p.id < $1";
  if (filter.seller) {
    values.push_back(db::value(*filter.seller));
    sql +=
        " AND p.seller_id = (SELECT id FROM users WHERE username = $" + std::to_string(values.size()) + ")";
  }
  if (!filter.statuses.empty()) sql += one_of(filter.statuses);
  std::string wanted;
  if (filter.query) {
    if (filter.query->empty()) return out;
    wanted = search::match_expression(*filter.query, search::Scope::everything, {});
    values.push_back(db::value(wanted));
    sql +=
        " AND (p.deleted_at IS NOT NULL OR p.id IN (SELECT rowid FROM post_index WHERE post_index MATCH $" +
        std::to_string(values.size()) + "))";
  }
  auto rows = tx.query_with(sql + " ORDER BY p.id DESC", values);
  while (out.size() <= static_cast<std::size_t>(page.limit) && rows.next()) {
    if (!filter.query || has_words(*filter.query, rows)) out.push_back(rows.id<core::PostId>(0));
  }
  return out;
}

}  // namespace

std::vector<RegisteredPost> list_register(db::Tx& tx, const RegisterFilter& filter, const core::Page& page) {
  static const std::string one_post = post_select("0") + "WHERE p.id = $1";
  std::vector<RegisteredPost> out;
  for (const core::PostId id : find(tx, filter, page)) {
    auto rows = tx.query(one_post, id);
    rows.next();
    RegisteredPost& one = out.emplace_back();
    one.post = read_post(rows);
    one.post.hold = PostHoldStore().find(tx, id);
    auto more = tx.query(
        "SELECT p.deleted_at, (SELECT c.id FROM report_cases AS c WHERE c.kind = 'post' AND c.subject_id = "
        "p.id "
        "AND c.state = 'open') FROM posts AS p WHERE p.id = $1",
        id);
    more.next();
    one.deleted_at = more.optional_integer(0);
    one.open_case = more.id<core::CaseId>(1);
  }
  return out;
}

}  // namespace posts
