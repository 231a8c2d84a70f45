// A market's database in a temporary file, with the real schema, for the tests of the stores.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/ids.h"
#include "core/token.h"
#include "db/database.h"
#include "db/migrate.h"
#include "db/sqlite.h"
#include "posts/post_store.h"

namespace support {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    core::init_crypto();
    path_ = std::filesystem::temp_directory_path() / ("giraffe-store-" + core::new_public_id());
    std::filesystem::create_directory(path_);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class MarketDatabase {
 public:
  MarketDatabase() : database_((directory_.path() / "market.db").string()) {
    db::migrate(database_, db::load_migrations(GIRAFFE_SOURCE_DIR "/migrations"));
    database_.write([](db::Tx& tx) { tx.run("INSERT INTO meta (name, value) VALUES ('epoch', 'epoch1')"); });
  }

  db::Database& operator*() { return database_; }
  db::Database* operator->() { return &database_; }
  std::string data_dir() const { return directory_.path().string(); }

  // People and posts that a test is not about.
  core::UserId add_user(const std::string& username) {
    return database_.write([&](db::Tx& tx) {
      auto rows = tx.query(
          "INSERT INTO users (username, display_name, email, major, password_hash, created_at) "
          "VALUES ($1, $1, $2, '수학과', 'none', 1) RETURNING id",
          username, username + "@giraffe.example");
      rows.next();
      return rows.id<core::UserId>(0);
    });
  }
  core::PostId add_post(core::UserId seller, const std::string& title = "선형대수학") {
    posts::Draft draft;
    draft.title = draft.book.title = title;
    draft.price = 9000;
    draft.condition = "good";
    draft.place = "도서관 앞";
    return database_.write([&](db::Tx& tx) { return posts::PostStore().insert(tx, seller, draft, 1); });
  }

 private:
  TemporaryDirectory directory_;
  db::SqliteDatabase database_;
};

}  // namespace support
