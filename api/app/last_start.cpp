#include "app/last_start.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <sstream>
#include <vector>

#include "app/log.h"
#include "core/token.h"
#include "snapshots/carry_over.h"
#include "snapshots/disk.h"

namespace app {

namespace {

namespace disk = snapshots::disk;

constexpr const char* file_name = "last-start";
constexpr const char* no_word = "none";  // of a market from before there were any
constexpr std::int64_t most_bytes = 4096;

std::string read_word(db::Tx& tx) {
  auto rows = tx.query("SELECT value FROM meta WHERE name = 'start'");
  return rows.next() ? rows.text(0) : no_word;
}

void write_word(db::Tx& tx, const std::string& word) {
  tx.run("INSERT INTO meta (name, value) VALUES ('start', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
         word);
}

std::vector<std::string> words_in(const std::string& data_dir) {
  std::istringstream in(disk::read_small(disk::open_inside(data_dir, file_name), most_bytes).value_or(""));
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

std::string start_word(db::Database& database) {
  return database.read(read_word);
}

void note_start(db::Database& database, const std::string& data_dir) {
  const std::string had = start_word(database);
  const std::string next = core::new_public_id();
  const auto noted = words_in(data_dir);
  const auto note = [&](const std::string& words) {
    disk::write_whole(std::filesystem::path(data_dir) / file_name, words);
  };
  const bool another = noted.empty() ? had != no_word : std::ranges::find(noted, had) == noted.end();
  try {
    if (another) {
      database.write([&](db::Tx& tx) {
        tx.run("UPDATE meta SET value = $1 WHERE name = 'epoch'", core::new_public_id().substr(0, 8));
        snapshots::skip_numbers(tx);
        write_word(tx, next);
      });
      log::warning("the database is not the one that was served last: apps load anew",
                   {{"directory", data_dir}});
    } else {
      // Both words, as a crash may come before the database has its new one, or after.
      note(had + "\n" + next + "\n");
      database.write([&](db::Tx& tx) { write_word(tx, next); });
    }
    note(next + "\n");
  } catch (const std::exception& error) {
    // On a full disk, or with a damaged file, the market is there to be read all the same. At the worst the
    // next start begins anew once more.
    log::warning("this start could not be noted", {{"error", error.what()}});
  }
}

}  // namespace app
