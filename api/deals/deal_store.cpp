#include "deals/deal_store.h"

#include <stdexcept>
#include <string>

#include "blocks/block_store.h"
#include "posts/post_hold_store.h"
#include "posts/post_tokens.h"
#include "search/search_store.h"
#include "users/user_store.h"

namespace deals {

namespace {

const std::string deal_columns =
    "d.id, d.room_id, d.post_id, d.buyer_id, d.seller_id, d.state, d.turn, d.price, d.list_price, "
    "d.offer_by, "
    "d.offered_at, d.buyer_confirmed_at, d.seller_confirmed_at, d.meeting_place, d.meeting_at, "
    "d.cancel_reason, "
    "d.version, d.created_at, d.updated_at, d.expires_at, d.completed_at, d.remind_at";
constexpr int deal_width = 22;

constexpr std::string_view open_states = "d.state IN ('negotiating', 'reserved')";

Deal read_deal(const db::Rows& rows) {
  Deal deal;
  deal.id = rows.id<core::DealId>(0);
  deal.room = rows.id<core::RoomId>(1);
  deal.post = rows.id<core::PostId>(2);
  deal.buyer = rows.id<core::UserId>(3);
  deal.seller = rows.id<core::UserId>(4);
  deal.state = state_named(rows.view(5));
  if (!rows.null(6)) deal.turn = side_named(rows.view(6));
  deal.price = rows.integer(7);
  deal.list_price = rows.integer(8);
  deal.offer_by = side_named(rows.view(9));
  deal.offered_at = rows.integer(10);
  deal.buyer_confirmed_at = rows.optional_integer(11);
  deal.seller_confirmed_at = rows.optional_integer(12);
  if (!rows.null(13)) deal.meeting = Meeting{rows.text(13), rows.integer(14)};
  deal.cancel_reason = rows.optional_text(15);
  deal.version = rows.integer(16);
  deal.created_at = rows.integer(17);
  deal.updated_at = rows.integer(18);
  deal.expires_at = rows.optional_integer(19);
  deal.completed_at = rows.optional_integer(20);
  deal.remind_at = rows.optional_integer(21);
  return deal;
}

// users::user_card_columns for a join on users under another name.
std::string card_columns(const std::string& alias) {
  std::string out(users::user_card_columns);
  for (std::size_t at = out.find("u."); at != std::string::npos; at = out.find("u.", at + alias.size() + 1)) {
    out.replace(at, 1, alias);
  }
  return out;
}

// Every view comes from this one statement: `select_view` + a condition.
const std::string select_view =
    "SELECT " + deal_columns +
    ", p.title, p.status, p.price, p.deleted_at IS NOT NULL, r.post_title, CASE WHEN NOT " +
    posts::withheld("p.id") +
    " THEN r.post_cover END, ph.id, ph.width, ph.height, "
    "by_buyer.stars, by_buyer.text, by_buyer.created_at, by_buyer.publish_at, by_buyer.published_at, "
    "by_seller.stars, by_seller.text, by_seller.created_at, by_seller.publish_at, by_seller.published_at, "
    "NOT EXISTS (SELECT 1 FROM deals later WHERE later.room_id = d.room_id AND later.id > d.id), " +
    blocks::blocked_pair("d.buyer_id", "d.seller_id") + ", " + card_columns("b") + ", " + card_columns("s") +
    " FROM deals d JOIN rooms r ON r.id = d.room_id JOIN posts p ON p.id = d.post_id JOIN users b ON b.id = "
    "d.buyer_id JOIN users s ON s.id = "
    "d.seller_id "
    "LEFT JOIN reviews by_buyer ON by_buyer.deal_id = d.id AND by_buyer.author_id = d.buyer_id "
    "LEFT JOIN reviews by_seller ON by_seller.deal_id = d.id AND by_seller.author_id = d.seller_id "
    "LEFT JOIN photos ph ON ph.id = (SELECT c.id FROM photos c WHERE c.post_id = p.id ORDER BY c.position "
    "LIMIT 1) ";

constexpr int own_review_width = 5;

OwnReview read_own_review(const db::Rows& rows, int first) {
  const auto published_at = rows.optional_integer(first + 4);
  return {rows.integer(first), rows.text(first + 1), rows.integer(first + 2),
          published_at.value_or(rows.integer(first + 3)), published_at.has_value()};
}

DealView read_view(const db::Rows& rows, core::UserId viewer) {
  DealView view;
  view.deal = read_deal(rows);
  int column = deal_width;
  view.post_title = rows.text(column++);
  view.post_status = rows.text(column++);
  view.post_price = rows.integer(column++);
  view.post_deleted = rows.boolean(column++);
  std::string shown_title = rows.text(column++);
  const auto shown_cover = rows.optional_text(column++);
  if (!rows.null(column)) {
    view.post_photo = photos::Photo{rows.text(column), static_cast<int>(rows.integer(column + 1)),
                                    static_cast<int>(rows.integer(column + 2))};
  }
  column += 3;
  view.viewer = viewer == view.deal.buyer ? Side::buyer : Side::seller;
  const int by_seller = column + own_review_width;
  view.buyer_reviewed = !rows.null(column);
  view.seller_reviewed = !rows.null(by_seller);
  const int mine = view.viewer == Side::buyer ? column : by_seller;
  if (!rows.null(mine)) view.my_review = read_own_review(rows, mine);
  column = by_seller + own_review_width;
  view.newest = rows.boolean(column++);
  view.blocked = rows.boolean(column++);
  view.buyer = users::read_user_card(rows, column);
  view.seller = users::read_user_card(rows, column + users::user_card_width);
  // To the buyer the post is gone, and with it the offer to begin again.
  const bool gone = view.post_deleted && view.post_status != "sold";
  if (gone || (view.blocked && view.viewer == Side::buyer)) view.post_status = "hidden";
  if ((view.post_status == "hidden" || view.post_deleted) && view.viewer == Side::buyer) {
    // As they saw it last: a draft is its seller's alone, and a block keeps out what would be written there.
    view.post_title = std::move(shown_title);
    view.post_price = view.deal.list_price;
    if (view.post_photo && view.post_photo->id != shown_cover) view.post_photo.reset();
  }
  return view;
}

std::optional<Deal> first_deal(db::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return read_deal(rows);
}

std::optional<DealView> first_view(db::Rows rows, core::UserId viewer) {
  if (!rows.next()) return std::nullopt;
  return read_view(rows, viewer);
}

std::optional<std::string_view> name_or_null(std::optional<Side> side) {
  return side ? std::optional(name(*side)) : std::nullopt;
}

// The viewer's deals on one side of the table, as many as a page can need of them.
std::string ids_of(std::string_view column, const std::string& condition) {
  return "SELECT * FROM (SELECT d.id AS id FROM deals d WHERE d." + std::string(column) + " = $1" +
         condition + " ORDER BY d.updated_at DESC, d.id DESC LIMIT $2) AS of_" + std::string(column);
}

}  // namespace

std::optional<Deal> DealStore::find(db::Tx& tx, core::DealId id) const {
  return first_deal(tx.query("SELECT " + deal_columns + " FROM deals d WHERE d.id = $1", id));
}

std::optional<DealView> DealStore::view(db::Tx& tx, core::DealId id, core::UserId viewer) const {
  return first_view(
      tx.query(select_view + "WHERE d.id = $1 AND (d.buyer_id = $2 OR d.seller_id = $2)", id, viewer),
      viewer);
}

std::optional<DealView> DealStore::newest_in_room(db::Tx& tx, core::RoomId room, core::UserId viewer) const {
  return first_view(tx.query(select_view + "WHERE d.room_id = $1 AND (d.buyer_id = $2 OR d.seller_id = $2) "
                                           "ORDER BY d.id DESC LIMIT 1",
                             room, viewer),
                    viewer);
}

std::optional<DealView> DealStore::newest_of_buyer(db::Tx& tx, core::PostId post, core::UserId buyer) const {
  return first_view(
      tx.query(select_view + "WHERE d.room_id = (SELECT id FROM rooms WHERE post_id = $1 AND buyer_id = $2) "
                             "ORDER BY d.id DESC LIMIT 1",
               post, buyer),
      buyer);
}

std::vector<DealView> DealStore::page(db::Tx& tx, core::UserId viewer, const DealFilter& filter,
                                      const core::Page& page) const {
  std::vector<db::Value> values{db::value(viewer), db::value(page.limit + 1)};
  const auto parameter = [&values](const db::Value& value) {
    values.push_back(value);
    return "$" + std::to_string(values.size());
  };
  std::string condition;
  if (!filter.states.empty()) {
    condition += " AND d.state IN (";
    for (const State state : filter.states) condition += parameter(db::value(name(state))) + ", ";
    condition.replace(condition.size() - 2, 2, ")");
  }
  if (page.after) {
    const std::string key = parameter(db::value(page.after->key));
    condition += " AND (d.updated_at, d.id) < (" + key + ", " + parameter(db::value(page.after->id)) + ")";
  }
  std::string ids;
  if (filter.role != Side::seller) ids = ids_of("buyer_id", condition);
  if (filter.role != Side::buyer) ids += (ids.empty() ? "" : " UNION ALL ") + ids_of("seller_id", condition);

  std::vector<DealView> out;
  auto rows = tx.query_with(
      select_view + "WHERE d.id IN (" + ids + ") ORDER BY d.updated_at DESC, d.id DESC LIMIT $2", values);
  while (rows.next()) out.push_back(read_view(rows, viewer));
  return out;
}

std::optional<Deal> DealStore::open_of_buyer(db::Tx& tx, core::PostId post, core::UserId buyer) const {
  return first_deal(tx.query("SELECT " + deal_columns +
                                 " FROM deals d WHERE d.post_id = $1 AND d.buyer_id = $2 AND " +
                                 std::string(open_states),
                             post, buyer));
}

std::vector<core::DealId> DealStore::open_of_user(db::Tx& tx, core::UserId user, int limit) const {
  return db::all_ids<core::DealId>(
      tx.query("SELECT d.id FROM deals d WHERE (d.buyer_id = $1 OR d.seller_id = $1) AND " +
                   std::string(open_states) + " ORDER BY d.id LIMIT $2",
               user, limit));
}

std::vector<core::DealId> DealStore::open_between(db::Tx& tx, core::UserId one, core::UserId other) const {
  return db::all_ids<core::DealId>(tx.query(
      "SELECT d.id FROM deals d WHERE ((d.buyer_id = $1 AND d.seller_id = $2) OR (d.buyer_id = $2 AND "
      "d.seller_id = $1)) AND " +
          std::string(open_states) + " ORDER BY d.id",
      one, other));
}

std::vector<Deal> DealStore::open_of_post(db::Tx& tx, core::PostId post) const {
  std::vector<Deal> out;
  auto rows = tx.query("SELECT " + deal_columns + " FROM deals d WHERE d.post_id = $1 AND " +
                           std::string(open_states) + " ORDER BY d.id",
                       post);
  while (rows.next()) out.push_back(read_deal(rows));
  return out;
}

std::vector<core::DealId> DealStore::due(db::Tx& tx, core::Millis now, int limit) const {
  return db::all_ids<core::DealId>(tx.query("SELECT d.id FROM deals d WHERE d.expires_at <= $1 AND " +
                                                std::string(open_states) + " ORDER BY d.expires_at LIMIT $2",
                                            now, limit));
}

std::vector<core::DealId> DealStore::due_reminders(db::Tx& tx, core::Millis now, int limit) const {
  return db::all_ids<core::DealId>(tx.query(
      "SELECT id FROM deals WHERE remind_at IS NOT NULL AND remind_at <= $1 ORDER BY remind_at LIMIT $2", now,
      limit));
}

std::vector<core::DealId> DealStore::due_of_post(db::Tx& tx, core::PostId post, core::Millis now) const {
  return db::all_ids<core::DealId>(
      tx.query("SELECT d.id FROM deals d WHERE d.post_id = $1 AND d.expires_at <= $2 AND " +
                   std::string(open_states) + " ORDER BY d.expires_at",
               post, now));
}

core::DealId DealStore::insert(db::Tx& tx, const Deal& deal) const {
  return tx.insert<core::DealId>(
      "INSERT INTO deals (room_id, post_id, buyer_id, seller_id, state, turn, price, list_price, offer_by, "
      "offered_at, "
      "created_at, updated_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      deal.room, deal.post, deal.buyer, deal.seller, name(deal.state), name_or_null(deal.turn), deal.price,
      deal.list_price, name(deal.offer_by), deal.offered_at, deal.created_at, deal.updated_at,
      deal.expires_at);
}

void DealStore::update(db::Tx& tx, Deal& deal) const {
  const auto changed = tx.run(
      "UPDATE deals SET state = $2, turn = $3, price = $4, offer_by = $5, offered_at = $6, "
      "buyer_confirmed_at = $7, "
      "seller_confirmed_at = $8, meeting_place = $9, meeting_at = $10, cancel_reason = $11, updated_at = "
      "$12, "
      "expires_at = $13, completed_at = $14, remind_at = $15, version = version + 1 "
      "WHERE id = $1 AND version = $16",
      deal.id, name(deal.state), name_or_null(deal.turn), deal.price, name(deal.offer_by), deal.offered_at,
      deal.buyer_confirmed_at, deal.seller_confirmed_at,
      deal.meeting ? std::optional(deal.meeting->place) : std::nullopt,
      deal.meeting ? std::optional(deal.meeting->at) : std::nullopt, deal.cancel_reason, deal.updated_at,
      deal.expires_at, deal.completed_at, deal.remind_at, deal.version);
  // Read in this same transaction: another version means that an older copy was kept, and would undo what
  // came since.
  if (changed != 1) throw std::logic_error("a deal was updated from an old copy");
  ++deal.version;
}

void DealStore::set_reminded(db::Tx& tx, core::DealId id) const {
  tx.run("UPDATE deals SET remind_at = NULL WHERE id = $1", id);
}

std::optional<DealPost> DealStore::post(db::Tx& tx, core::PostId id) const {
  auto rows =
      tx.query("SELECT id, seller_id, status, price, deleted_at IS NOT NULL FROM posts WHERE id = $1", id);
  if (!rows.next()) return std::nullopt;
  return DealPost{rows.id<core::PostId>(0), rows.id<core::UserId>(1), rows.text(2), rows.integer(3),
                  rows.boolean(4)};
}

bool DealStore::has_room(db::Tx& tx, core::PostId post, core::UserId buyer) const {
  return tx.query("SELECT 1 FROM rooms WHERE post_id = $1 AND buyer_id = $2", post, buyer).next();
}

bool DealStore::set_post_status(db::Tx& tx, core::PostId id, std::string_view status,
                                core::Millis now) const {
  std::string before;
  {
    auto rows = tx.query("SELECT status FROM posts WHERE id = $1", id);
    if (!rows.next()) return false;
    before = rows.text(0);
  }
  const bool held = tx.run("UPDATE post_holds SET was = $2 WHERE post_id = $1", id, status) > 0;
  const std::string_view shown = held ? std::string_view(before) : status;
  search::SearchStore().change_facets(tx, id, posts::status_tokens(before), posts::status_tokens(shown));
  tx.run(
      "UPDATE posts SET status = $2, sold_at = CASE WHEN $3 = 'sold' THEN $4 ELSE NULL END, updated_at = $4, "
      "version = version + 1 WHERE id = $1",
      id, shown, status, now);
  return !held;
}

void DealStore::count_open(db::Tx& tx, core::PostId id) const {
  tx.run("UPDATE posts SET deal_count = (SELECT count(*) FROM deals d WHERE d.post_id = $1 AND " +
             std::string(open_states) + ") WHERE id = $1",
         id);
}

}  // namespace deals
