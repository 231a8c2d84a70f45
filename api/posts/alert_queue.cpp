#include "posts/alert_queue.h"

namespace posts {

void AlertQueue::put(db::Tx& tx, core::PostId post) const {
  take_ticket(tx);
  tx.run("INSERT INTO alert_queue (ticket, post_id) VALUES ((SELECT newest FROM alert_tickets), $1)", post);
}

void AlertQueue::put_changing(db::Tx& tx, core::PostId post) const {
  take_ticket(tx);
  tx.run(
      "INSERT INTO alert_queue (ticket, post_id, title, book_title, book_author, book_publisher, "
      "book_edition, book_isbn, price, description, major, course_name, course_professor) "
      "SELECT (SELECT newest FROM alert_tickets), id, title, book_title, book_author, book_publisher, "
      "book_edition, book_isbn, price, description, major, course_name, course_professor "
      "FROM posts WHERE id = $1",
      post);
}

std::vector<AlertQueue::Entry> AlertQueue::oldest(db::Tx& tx, int limit) const {
  std::vector<Entry> out;
  auto rows = tx.query(
      "SELECT ticket, post_id, title, book_title, book_author, book_publisher, book_edition, book_isbn, "
      "price, description, major, course_name, course_professor FROM alert_queue ORDER BY ticket LIMIT $1",
      limit);
  while (rows.next()) {
    Entry& entry = out.emplace_back(Entry{rows.integer(0), rows.id<core::PostId>(1), {}});
    if (rows.null(2)) continue;
    Draft& draft = entry.before.emplace();
    draft.title = rows.text(2);
    draft.book = {rows.text(3), rows.optional_text(4), rows.optional_text(5), rows.optional_text(6),
                  rows.optional_text(7)};
    draft.price = rows.integer(8);
    draft.description = rows.text(9);
    draft.major = rows.optional_text(10);
    draft.course = rows.optional_text(11);
    draft.professor = rows.optional_text(12);
  }
  return out;
}

void AlertQueue::remove(db::Tx& tx, std::int64_t ticket) const {
  tx.run("DELETE FROM alert_queue WHERE ticket = $1", ticket);
}

std::int64_t AlertQueue::newest_ticket(db::Tx& tx) const {
  return db::first_integer(tx.query("SELECT newest FROM alert_tickets"));
}

void AlertQueue::take_ticket(db::Tx& tx) const {
  tx.run("UPDATE alert_tickets SET newest = newest + 1");
}

}  // namespace posts
