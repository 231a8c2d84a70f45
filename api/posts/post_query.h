// The SELECT of posts: its columns, and the WHERE and ORDER BY of a list.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "posts/post.h"
#include "search/index_tokens.h"

namespace posts {

// "SELECT … FROM posts AS p …", with the seller, the cover and whether the user in the parameter `viewer`
// ("$2") favours it.
std::string post_select(std::string_view viewer);
Post read_post(const db::Rows& rows);

struct ListQuery {
  std::string sql;
  std::vector<db::Value> values;
  std::deque<std::string> texts;  // what values made from patterns point into
};

// One row more than page.limit is asked for. `filter` and `page` must outlive the query.
ListQuery list_query(const Filter& filter, const core::Page& page, core::UserId viewer);

// Whether so few posts fit the filter, whatever the words, that each of them can be looked at.
bool leaves_few(const Filter& filter);

// Whether it lists hidden posts, too: the viewer's own.
bool asks_for_hidden(const Filter& filter);

// Whether nothing in the filter depends on the viewer.
bool same_for_all(const Filter& filter);

// The same posts among those that may have the words of filter.query and have `facets` (or, if the filter
// leaves few, among all those), the newest first. Each row tells first whether it fits the filter, so that
// the reader counts those that do not, too; it has no end but the reader's.
ListQuery candidate_query(const Filter& filter, search::Scope scope, const search::Facets& facets,
                          std::string_view columns, core::UserId viewer);

// The newest posts, at most `limit` of those that the narrowest single condition leaves: what is left out
// bounds the cost, however few of them fit. The first column tells whether a post fits the whole filter but
// its words.
ListQuery newest_query(const Filter& filter, std::string_view columns, std::int64_t limit,
                       core::UserId viewer);

// The name of the sort in cursors, and a post's key in it.
std::string_view order_name(Sort sort);
core::PageKey page_key(Sort sort, const Post& post);

}  // namespace posts
