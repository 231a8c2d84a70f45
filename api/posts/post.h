// A book that is offered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "photos/photo.h"
#include "search/query.h"
#include "users/user.h"

namespace posts {

constexpr std::size_t max_title = 100;
constexpr std::size_t max_book_title = 200;
constexpr std::size_t max_book_author = 100;
constexpr std::size_t max_book_publisher = 100;
constexpr std::size_t max_book_edition = 50;
constexpr std::size_t max_place = 100;
constexpr std::size_t max_description = 5000;
constexpr std::size_t max_major = 50;
constexpr std::size_t max_course = 100;
constexpr std::size_t max_professor = 50;
constexpr std::size_t max_isbn = 20;  // as it is typed, with its hyphens
constexpr std::size_t max_photos = 10;
constexpr std::int64_t max_price = 10'000'000;  // won

inline const std::vector<std::string_view> conditions = {"new", "like_new", "good", "fair", "poor"};
inline const std::vector<std::string_view> condition_flags = {
    "handwriting", "highlighting", "answers_written", "torn", "stained", "parts_missing"};
inline const std::vector<std::string_view> statuses = {"selling", "reserved", "sold", "hidden"};

struct Book {
  std::string title;
  std::optional<std::string> author;
  std::optional<std::string> publisher;
  std::optional<std::string> edition;
  std::optional<std::string> isbn;  // ISBN-13, digits only

  bool operator==(const Book&) const = default;
};

// What the seller writes.
struct Draft {
  std::string title;
  Book book;
  std::int64_t price = 0;  // won, 0 to max_price
  std::string condition;
  std::vector<std::string> flags;
  std::string place;
  std::string description;
  std::optional<std::string> major;
  std::optional<std::string> course;
  std::optional<std::string> professor;
  std::string status = "selling";                     // selling or hidden
  std::optional<std::vector<std::string>> photo_ids;  // in order; nothing leaves them as they are
};

// A post that others than its seller took from the market: it is hidden, and its seller can't show it again.
struct Hold {
  std::string cause;   // reports: until a moderator has looked at it; moderator; suspension: of its seller
  std::string was;     // its status otherwise, which its deals go on to change
  std::string reason;  // a moderator's words to the seller
  core::Millis at = 0;
};

// Where the words of a search occur in a text.
struct Highlight {
  std::string_view field;  // "title", "book_author", …
  std::vector<search::Range> ranges;
};

struct Post {
  core::PostId id;
  users::UserCard seller;
  Draft draft;
  std::int64_t favorite_count = 0;
  std::int64_t view_count = 0;
  std::int64_t deal_count = 0;
  std::int64_t version = 0;
  core::Millis created_at = 0;
  core::Millis updated_at = 0;
  core::Millis bumped_at = 0;
  std::optional<core::Millis> sold_at;
  std::optional<Hold> hold;           // of a list's entry never there
  bool favorited = false;             // by the one who asks
  std::vector<photos::Photo> photos;  // of a list's entry the cover alone
  std::int64_t photo_count = 0;
  std::int64_t search_key = 0;        // of a search's hit: its place
  std::vector<Highlight> highlights;  // and where the words occur
};

enum class Sort { newest, price_asc, price_desc, relevance };

// What a list is narrowed to. Empty members narrow nothing.
struct Filter {
  std::optional<search::Query> query;  // all its words must occur
  std::vector<std::string> statuses;
  std::vector<std::string> conditions;
  std::optional<std::string> major;
  std::optional<std::string> course;
  std::optional<std::string> isbn;
  std::optional<std::string> seller;
  std::optional<std::int64_t> min_price;
  std::optional<std::int64_t> max_price;
  bool favorited = false;
  bool without_blocked = false;  // nothing of sellers in a blocked pair with the viewer
  Sort sort = Sort::newest;
};

}  // namespace posts
