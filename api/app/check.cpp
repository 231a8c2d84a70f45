#include "app/check.h"

#include <filesystem>
#include <functional>
#include <string_view>

#include "app/check_rules.h"
#include "core/text.h"
#include "db/sqlite_connection.h"
#include "photos/photo_files.h"
#include "posts/book_key.h"
#include "posts/index_check.h"
#include "search/name_key.h"
#include "search/search_store.h"

namespace app {

namespace {

// The oldest schema that has every column the rules ask for. Of an older one, as a snapshot may have, only
// the engine can tell something.
constexpr std::int64_t schema_of_rules = 14;

// "rooms read further than they are written: 3, 7, 9 and 4 more"; nothing when no row is wrong.
class Offenders {
 public:
  void add(const std::string& name) {
    if (++count_ <= shown) names_.push_back(name);
  }
  void tell(std::string_view broken, std::vector<std::string>& faults) const {
    if (count_ == 0) return;
    const std::string more = count_ > shown ? " and " + std::to_string(count_ - shown) + " more" : "";
    faults.push_back(std::string(broken) + ": " + core::joined(names_, ", ") + more);
  }

 private:
  static constexpr std::size_t shown = 10;
  std::size_t count_ = 0;
  std::vector<std::string> names_;
};

// False when the file is damaged: then no row of it can be relied on.
bool check_pages(db::Tx& tx, std::vector<std::string>& faults) {
  auto damage = tx.query("PRAGMA integrity_check");
  while (damage.next()) {
    if (damage.view(0) != "ok") faults.push_back("the database file is damaged: " + damage.text(0));
  }
  return faults.empty();
}

void check_references(db::Tx& tx, std::vector<std::string>& faults) {
  Offenders offenders;
  auto dangling = tx.query("PRAGMA foreign_key_check");
  while (dangling.next()) {
    offenders.add(dangling.text(0) + " " + dangling.text(1) + " (" + dangling.text(2) + ")");
  }
  offenders.tell("rows that refer to what does not exist", faults);
}

void check_rules(db::Tx& tx, std::vector<std::string>& faults) {
  for (const auto rules : {chat_rules(), deal_rules(), people_rules()}) {
    for (const Rule& rule : rules) {
      Offenders offenders;
      auto rows = tx.query(rule.rows);
      while (rows.next()) offenders.add(rows.text(0));
      offenders.tell(rule.broken, faults);
    }
  }
}

void check_name_keys(db::Tx& tx, std::vector<std::string>& faults) {
  const auto fits = [](const db::Rows& row, int name, int key) {
    return row.null(name) ? row.null(key)
                          : !row.null(key) && search::name_key(row.view(name)) == row.view(key);
  };
  Offenders offenders;
  auto rows = tx.query(
      "SELECT id, major, major_key, course_name, course_key FROM posts WHERE deleted_at IS NULL ORDER BY id");
  while (rows.next()) {
    if (!fits(rows, 1, 2) || !fits(rows, 3, 4)) offenders.add(rows.text(0));
  }
  offenders.tell("posts that are not under the key of their major or course", faults);
}

void check_book_keys(db::Tx& tx, std::vector<std::string>& faults) {
  // Before the program has started once, they are still to be written.
  if (!tx.query("SELECT 1 FROM post_index_version WHERE version = $1", search::index_version).next()) return;
  Offenders offenders;
  auto rows = tx.query("SELECT id, book_title, book_author, book_isbn, book_key FROM posts");
  while (rows.next()) {
    posts::Book book;
    book.title = rows.text(1);
    book.author = rows.optional_text(2);
    book.isbn = rows.optional_text(3);
    if (rows.view(4) != posts::book_key(book)) offenders.add(rows.text(0));
  }
  offenders.tell("posts whose book_key is not that of their edition", faults);
}

void check_search(db::Tx& tx, std::vector<std::string>& faults) {
  const auto tell = [&faults](std::string_view broken, const std::vector<core::PostId>& posts) {
    Offenders offenders;
    for (const core::PostId post : posts) offenders.add(std::to_string(post.value));
    offenders.tell(broken, faults);
  };
  const posts::IndexFaults found = posts::check_index(tx);
  tell("posts that the search index lacks", found.missing);
  tell("entries of the search index without a post", found.left_over);
  tell("posts of which the search index has other words", found.different);
}

void check_photo_files(db::Tx& tx, const std::string& directory, Findings& findings) {
  if (!std::filesystem::is_directory(directory)) {
    findings.faults.emplace_back("the directory of the photos is missing");
    return;
  }
  const photos::PhotoFiles files(directory);
  Offenders without_files;
  auto rows = tx.query("SELECT id FROM photos");
  while (rows.next()) {
    if (!files.complete(rows.view(0))) without_files.add(rows.text(0));
  }
  without_files.tell("photos without their files", findings.faults);

  // A crash between the files and the row leaves the files; the sweep removes them (photos/photo_service.h).
  Offenders without_row;
  for (const auto& stored : files.all()) {
    if (!tx.query("SELECT 1 FROM photos WHERE id = $1", stored.id).next()) without_row.add(stored.id);
  }
  without_row.tell("files without a photo", findings.left_over);
}

std::int64_t schema_version(db::Tx& tx) {
  auto rows = tx.query("SELECT max(version) FROM schema_migrations");
  return rows.next() ? rows.integer(0) : 0;
}

void check_rows(db::Tx& tx, std::vector<std::string>& faults) {
  check_references(tx, faults);
  if (schema_version(tx) < schema_of_rules) return;
  check_rules(tx, faults);
  check_name_keys(tx, faults);
  check_book_keys(tx, faults);
  check_search(tx, faults);
}

// Calls `look(tx)` on one snapshot. What is so damaged that it can't be read is a fault like others.
template <typename Look>
void on_one_snapshot(const std::string& path, std::vector<std::string>& faults, Look look,
                     const std::function<bool()>& stop = nullptr) {
  try {
    db::SqliteConnection database(path, db::Access::read_only);
    if (stop) database.interrupt_when(stop);
    database.run("BEGIN");
    look(database);
  } catch (const db::Damaged& damage) {
    faults.push_back("the database file is damaged: " + std::string(damage.what()));
  }
}

}  // namespace

Findings check_data(const std::string& data_dir) {
  Findings findings;
  on_one_snapshot(data_dir + "/market.db", findings.faults, [&](db::Tx& tx) {
    if (check_pages(tx, findings.faults)) check_rows(tx, findings.faults);
    check_photo_files(tx, data_dir + "/photos", findings);
  });
  return findings;
}

std::vector<std::string> check_database(const std::string& path) {
  std::vector<std::string> faults;
  on_one_snapshot(path, faults, [&](db::Tx& tx) {
    if (check_pages(tx, faults)) check_rows(tx, faults);
  });
  return faults;
}

std::vector<std::string> check_rows(const std::string& path, const std::function<bool()>& stop) {
  std::vector<std::string> faults;
  on_one_snapshot(
      path, faults, [&](db::Tx& tx) { check_rows(tx, faults); }, stop);
  return faults;
}

}  // namespace app
