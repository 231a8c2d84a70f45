#include "alerts/alert_json.h"

#include <limits>

#include "json/reader.h"
#include "json/writer.h"
#include "posts/post_json.h"
#include "search/query.h"
#include "search/search.h"

namespace alerts {

namespace {

std::optional<std::string> read_words(json::Fields& f) {
  auto words = f.optional_text("q", {.min = 1, .max = search::max_characters});
  if (words && !f.faulty("q") && search::Query(*words).empty()) {
    f.fault("q", "nothing-to-search", "There is no letter and no digit in it.");
  }
  return words;
}

}  // namespace

Wanted read_wanted(std::string_view body) {
  json::Fields f(body);
  Wanted wanted;
  wanted.q = read_words(f);
  wanted.isbn = posts::read_isbn(f);
  wanted.major = f.optional_text("major", {.min = 1, .max = posts::max_major});
  wanted.course = f.optional_text("course", {.min = 1, .max = posts::max_course});
  wanted.max_price = f.optional_integer("max_price", 0, posts::max_price);
  const bool none = !wanted.q && !wanted.isbn && !wanted.major && !wanted.course;
  if (none && !f.faulty("q") && !f.faulty("isbn") && !f.faulty("major") && !f.faulty("course")) {
    f.fault("q", "required", "A saved search has words (`q`), an `isbn`, a `major` or a `course`.");
  }
  f.finish();
  return wanted;
}

bool read_paused(std::string_view body) {
  json::Fields f(body);
  const bool paused = f.boolean("paused");
  f.finish();
  return paused;
}

std::int64_t read_seq(std::string_view body) {
  json::Fields f(body);
  const std::int64_t seq = f.integer("seq", 0, std::numeric_limits<std::int64_t>::max());
  f.finish();
  return seq;
}

std::string alert_json(const Alert& alert) {
  json::Writer w;
  w.open()
      .integer("id", alert.id.value)
      .text("q", alert.wanted.q)
      .text("isbn", alert.wanted.isbn)
      .text("major", alert.wanted.major)
      .text("course", alert.wanted.course)
      .integer("max_price", alert.wanted.max_price)
      .boolean("paused", alert.paused)
      .integer("new_matches", alert.new_matches)
      .time("created_at", alert.created_at)
      .close();
  return w.take();
}

std::string alert_page_json(const AlertPage& page) {
  json::Writer w;
  w.open().open_array("items");
  for (const Alert& alert : page.items) w.raw_element(alert_json(alert));
  w.close_array()
      .text("next_cursor", page.next_cursor)
      .integer("new_posts", page.new_posts)
      .integer("seq", page.seq)
      .close();
  return w.take();
}

std::string seen_json(int new_posts) {
  json::Writer w;
  w.open().integer("new_posts", new_posts).close();
  return w.take();
}

}  // namespace alerts
