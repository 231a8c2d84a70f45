// Everything the market holds about one user, as one JSON document: a section for each kind of thing,
// supplied by the feature whose tables hold it.
//
//   exporter.section("favorites", {"favorites.user_id"},
//                    own_data::list("SELECT post_id, created_at FROM favorites WHERE user_id = $1",
//                                   {{"post_id", As::integer}, {"created_at", As::time}}));
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "json/writer.h"

namespace own_data {

// Goes up when a section changes its shape or goes; new sections and members may come without that.
constexpr int format_version = 1;

// Whose data, and for whom links are written.
struct Subject {
  core::UserId user;
  std::string market;  // its public address, without a slash at the end
};

// How a column becomes a member of an object. What is null stays null.
enum class As {
  text,
  integer,
  time,
  boolean,
  json,   // serialised already
  list,   // comma-separated, as an array
  photo,  // a photo's id, as the addresses of its sizes
};

struct Member {
  std::string name;
  As as = As::text;
};
using Members = std::vector<Member>;

class Exporter {
 public:
  // Writes the member `name` of the document.
  using Write = std::function<void(json::Writer&, std::string_view name, db::Tx&, const Subject&)>;

  struct Section {
    std::string name;
    std::vector<std::string> columns;
    Write write;
  };

  // `columns` are those that make a row the user's ("posts.seller_id"): tests/store/own_data_test.cpp holds
  // them against the schema, so that no table is forgotten.
  void section(std::string name, std::vector<std::string> columns, Write write);
  const std::vector<Section>& sections() const { return sections_; }

  // The document, whole in memory: about twice its size while it is made.
  std::string document(db::Tx& tx, const Subject& subject, core::Millis now) const;

 private:
  std::vector<Section> sections_;
};

// An array of the rows of `sql` (whose $1 is the user's id), a member for each of its columns.
Exporter::Write list(std::string sql, Members members);
// The only row, as an object.
Exporter::Write object(std::string sql, Members members);

// The members of one row, from its first column on, for a section that list() and object() don't do for.
void write_members(json::Writer& w, const db::Rows& rows, const Members& members, const Subject& subject);

}  // namespace own_data
