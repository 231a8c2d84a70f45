#include "posts/post_query.h"

#include <algorithm>

#include "blocks/block_store.h"
#include "core/text.h"
#include "search/name_key.h"
#include "users/user_store.h"

namespace posts {

namespace {

// Collects the conditions and their parameters.
class Builder {
 public:
  explicit Builder(ListQuery& query) : query_(query) {}

  std::string param(db::Value value) {
    query_.values.push_back(value);
    return "$" + std::to_string(query_.values.size());
  }
  std::string text_param(std::string text) {
    query_.texts.push_back(std::move(text));
    return param(db::value(query_.texts.back()));
  }
  void require(const std::string& condition) {
    if (!all_.empty()) all_ += " AND ";
    all_ += condition;
  }
  // Written out instead of bound, so that the planner sees that a partial index fits. The words come from a
  // fixed list.
  void require_one_of(const std::string& column, const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) {
      if (!list.empty()) list += ", ";
      list += "'" + word + "'";
    }
    require(column + " IN (" + list + ")");
  }
  const std::string& all() const { return all_; }

 private:
  ListQuery& query_;
  std::string all_;
};

// In the indexes' own words, or the planner does not see that they fit. Whether those of open posts do.
bool require_partial_index(Builder& builder, const Filter& filter) {
  builder.require("p.deleted_at IS NULL");
  const bool open = std::all_of(filter.statuses.begin(), filter.statuses.end(),
                                [](const auto& s) { return s == "selling" || s == "reserved"; });
  if (open) builder.require("p.status IN ('selling', 'reserved')");
  return open;
}

void require_major(Builder& builder, const Filter& filter) {
  builder.require("p.major_key = " + builder.text_param(search::name_key(*filter.major)));
}

void require_course(Builder& builder, const Filter& filter) {
  builder.require("p.course_key = " + builder.text_param(search::name_key(*filter.course)));
}

void require_isbn(Builder& builder, const Filter& filter) {
  builder.require("p.book_isbn = " + builder.param(db::value(filter.isbn)));
}

void require_seller(Builder& builder, const Filter& filter) {
  builder.require("p.seller_id = (SELECT id FROM users WHERE username = " +
                  builder.param(db::value(filter.seller)) + ")");
}

void require_favorited(Builder& builder) {
  builder.require("p.id IN (SELECT post_id FROM favorites WHERE user_id = $1)");
}

// The plus keeps the planner from the index of prices where the order is another, and where a condition
// leaves so few posts that they are sooner sorted than found among all in the order of their prices.
std::string price_column(const Filter& filter) {
  const bool by_price = filter.sort == Sort::price_asc || filter.sort == Sort::price_desc;
  return by_price && !filter.query && !leaves_few(filter) ? "p.price" : "+p.price";
}

// Everything but the words. The viewer is $1.
void require_filter(Builder& builder, const Filter& filter) {
  const bool open = require_partial_index(builder, filter);
  // The plus keeps the planner from an index for the status's sake.
  if (!open || filter.statuses.size() == 1) builder.require_one_of("+p.status", filter.statuses);
  if (asks_for_hidden(filter)) builder.require("(p.status <> 'hidden' OR p.seller_id = $1)");
  if (!filter.conditions.empty()) builder.require_one_of("p.condition", filter.conditions);
  if (filter.major) require_major(builder, filter);
  if (filter.course) require_course(builder, filter);
  if (filter.isbn) require_isbn(builder, filter);
  if (filter.seller) require_seller(builder, filter);
  const std::string price = price_column(filter);
  if (filter.min_price) builder.require(price + " >= " + builder.param(db::value(filter.min_price)));
  if (filter.max_price) builder.require(price + " <= " + builder.param(db::value(filter.max_price)));
  if (filter.favorited) require_favorited(builder);
}

// The viewer is $1.
void require_unblocked(Builder& builder, const Filter& filter) {
  if (filter.without_blocked) builder.require("p.seller_id NOT IN (" + blocks::blocked_with("$1") + ")");
}

// The same for counting, which reads indexes without the seller: they have the number of each post.
void require_none_of_blocked(Builder& builder, const Filter& filter) {
  if (!filter.without_blocked) return;
  builder.require("p.id NOT IN (SELECT b.id FROM posts AS b WHERE b.deleted_at IS NULL AND b.seller_id IN (" +
                  blocks::blocked_with("$1") + "))");
}

// Of all conditions the one that leaves the fewest posts and has an index in the order of time.
void require_fewest(Builder& builder, const Filter& filter) {
  require_partial_index(builder, filter);
  if (filter.isbn) return require_isbn(builder, filter);
  if (filter.favorited) return require_favorited(builder);
  if (filter.seller) return require_seller(builder, filter);
  if (filter.course) return require_course(builder, filter);
  if (filter.major) return require_major(builder, filter);
}

}  // namespace

std::string post_select(std::string_view viewer) {
  return "SELECT p.id, p.status, p.title, p.book_title, p.book_author, p.book_publisher, p.book_edition, "
         "p.book_isbn, "
         "p.price, p.condition, p.condition_flags, p.place, p.description, p.major, p.course_name, "
         "p.course_professor, "
         "p.favorite_count, p.view_count, p.deal_count, p.version, p.created_at, p.updated_at, p.bumped_at, "
         "p.sold_at, "
         "EXISTS (SELECT 1 FROM favorites AS f WHERE f.post_id = p.id AND f.user_id = " +
         std::string(viewer) +
         "), (SELECT count(*) FROM photos WHERE post_id = p.id), cover.id, cover.width, cover.height, " +
         std::string(users::user_card_columns) +
         " FROM posts AS p JOIN users AS u ON u.id = p.seller_id "
         "LEFT JOIN photos AS cover ON cover.post_id = p.id AND cover.position = 0 ";
}

Post read_post(const db::Rows& rows) {
  Post post;
  post.id = rows.id<core::PostId>(0);
  Draft& draft = post.draft;
  draft.status = rows.text(1);
  draft.title = rows.text(2);
  draft.book = {rows.text(3), rows.optional_text(4), rows.optional_text(5), rows.optional_text(6),
                rows.optional_text(7)};
  draft.price = rows.integer(8);
  draft.condition = rows.text(9);
  draft.flags = core::split(rows.view(10), ',');
  draft.place = rows.text(11);
  draft.description = rows.text(12);
  draft.major = rows.optional_text(13);
  draft.course = rows.optional_text(14);
  draft.professor = rows.optional_text(15);
  post.favorite_count = rows.integer(16);
  post.view_count = rows.integer(17);
  post.deal_count = rows.integer(18);
  post.version = rows.integer(19);
  post.created_at = rows.integer(20);
  post.updated_at = rows.integer(21);
  post.bumped_at = rows.integer(22);
  post.sold_at = rows.optional_integer(23);
  post.favorited = rows.boolean(24);
  post.photo_count = rows.integer(25);
  if (!rows.null(26)) {
    post.photos.push_back(
        {rows.text(26), static_cast<int>(rows.integer(27)), static_cast<int>(rows.integer(28))});
  }
  post.seller = users::read_user_card(rows, 29);
  return post;
}

ListQuery list_query(const Filter& filter, const core::Page& page, core::UserId viewer) {
  ListQuery query;
  Builder builder(query);
  const std::string select = post_select(builder.param(db::value(viewer)));

  require_filter(builder, filter);
  require_unblocked(builder, filter);

  const std::string column = filter.sort == Sort::newest ? "p.bumped_at" : price_column(filter);
  const bool descending = filter.sort != Sort::price_asc;
  if (page.after) {
    const std::string key = builder.param(db::value(page.after->key));
    const std::string id = builder.param(db::value(page.after->id));
    builder.require("(" + column + ", p.id) " + (descending ? "<" : ">") + " (" + key + ", " + id + ")");
  }
  const std::string direction = descending ? " DESC" : " ASC";
  query.sql = select + "WHERE " + builder.all() + " ORDER BY " + column + direction + ", p.id" + direction +
              " LIMIT " + std::to_string(page.limit + 1);
  return query;
}

bool leaves_few(const Filter& filter) {
  return filter.isbn || filter.seller || filter.favorited;
}

bool asks_for_hidden(const Filter& filter) {
  return std::find(filter.statuses.begin(), filter.statuses.end(), "hidden") != filter.statuses.end();
}

bool same_for_all(const Filter& filter) {
  return !filter.favorited && !filter.without_blocked && !asks_for_hidden(filter);
}

ListQuery candidate_query(const Filter& filter, search::Scope scope, const search::Facets& facets,
                          std::string_view columns, core::UserId viewer) {
  ListQuery query;
  Builder fits(query);
  fits.param(db::value(viewer));
  require_filter(fits, filter);
  require_unblocked(fits, filter);
  const std::string select = "SELECT " + fits.all() + ", " + std::string(columns);
  Builder looked_at(query);
  if (leaves_few(filter)) {
    require_fewest(looked_at, filter);
    query.sql =
        select + " FROM posts AS p WHERE " + looked_at.all() + " ORDER BY p.bumped_at DESC, p.id DESC";
    return query;
  }
  const std::string wanted = looked_at.text_param(search::match_expression(*filter.query, scope, facets));
  // CROSS JOIN tells SQLite to keep this order: the index names the posts, the newest first.
  query.sql = select +
              " FROM post_index AS i CROSS JOIN posts AS p ON p.id = i.rowid WHERE i.post_index MATCH " +
              wanted + " ORDER BY i.rowid DESC";
  return query;
}

ListQuery newest_query(const Filter& filter, std::string_view columns, std::int64_t limit,
                       core::UserId viewer) {
  ListQuery query;
  Builder fits(query);
  fits.param(db::value(viewer));
  require_filter(fits, filter);
  require_none_of_blocked(fits, filter);
  Builder looked_at(query);
  require_fewest(looked_at, filter);
  query.sql = "SELECT " + fits.all() + ", " + std::string(columns) + " FROM posts AS p WHERE " +
              looked_at.all() + " ORDER BY p.bumped_at DESC, p.id DESC LIMIT " + std::to_string(limit);
  return query;
}

std::string_view order_name(Sort sort) {
  switch (sort) {
    case Sort::newest:
      return "newest";
    case Sort::price_asc:
      return "price_asc";
    case Sort::price_desc:
      return "price_desc";
    case Sort::relevance:
      return "relevance";
  }
  return "newest";
}

core::PageKey page_key(Sort sort, const Post& post) {
  const std::int64_t key = sort == Sort::relevance ? post.search_key
                           : sort == Sort::newest  ? post.bumped_at
                                                   : post.draft.price;
  return {std::string(order_name(sort)), key, post.id.value};
}

}  // namespace posts
