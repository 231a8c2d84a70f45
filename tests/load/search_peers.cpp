// What searching is compared with, on a copy of the same market: FTS5's own trigram tokenizer, and LIKE.
//   load_search_peers prepare DATABASE                      makes the trigram index; prints both indexes'
//   sizes load_search_peers find trigram|like DATABASE WORDS ROUNDS   WORDS: a file with one query a line
//   load_search_peers insert own|trigram DATABASE COUNT     writes so many posts more into the index
// The answers are the newest 20 posts on sale that have all words, neither ranked nor marked.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/token.h"
#include "db/sqlite.h"
#include "load/connections.h"
#include "posts/post_query.h"
#include "posts/post_search.h"

namespace {

constexpr std::int64_t posts_in_batch = 32;

const std::string all_texts =
    "p.title || ' ' || p.book_title || ' ' || coalesce(p.book_author, '') || ' ' || "
    "coalesce(p.book_publisher, '') || ' ' || coalesce(p.book_isbn, '') || ' ' || "
    "coalesce(p.course_name, '') || ' ' || coalesce(p.course_professor, '') || ' ' || p.description";

double ms_since(load::Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(load::Clock::now() - start).count();
}

std::int64_t index_bytes(db::Tx& tx, const std::string& index) {
  auto rows = tx.query("SELECT sum(length(block)) FROM " + index + "_data");
  rows.next();
  return rows.integer(0);
}

void prepare(db::Database& database) {
  database.write([](db::Tx& tx) {
    tx.script(
        "CREATE VIRTUAL TABLE trigrams USING fts5 (texts, content = '', columnsize = 0, tokenize = "
        "'trigram');"
        "INSERT INTO trigrams (rowid, texts) SELECT p.id, " +
        all_texts + " FROM posts AS p");
  });
  database.read([](db::Tx& tx) {
    std::cout << "{\"own_bytes\":" << index_bytes(tx, "post_index")
              << ",\"trigram_bytes\":" << index_bytes(tx, "trigrams") << "}\n";
    return true;
  });
}

std::vector<std::string> words_of(const std::string& query) {
  std::vector<std::string> out(1);
  for (const char c : query) {
    if (c == ' ') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::string statement(bool trigram, const std::vector<std::string>& words) {
  std::string where;
  for (const auto& word : words) {
    where += trigram ? (where.empty() ? "\"" : " AND \"") + word + "\""
                     : " AND " + all_texts + " LIKE '%" + word + "%'";
  }
  const std::string on_sale = "p.status IN ('selling', 'reserved') AND p.deleted_at IS NULL";
  if (!trigram) {
    return "SELECT p.id FROM posts AS p WHERE " + on_sale + where +
           " ORDER BY p.bumped_at DESC, p.id DESC LIMIT 20";
  }
  return "SELECT p.id FROM trigrams AS i CROSS JOIN posts AS p ON p.id = i.rowid WHERE i.trigrams MATCH '" +
         where + "' AND " + on_sale + " ORDER BY i.rowid DESC LIMIT 20";
}

void find(db::Database& database, bool trigram, const char* file, int rounds) {
  std::vector<double> times_ms;
  std::vector<std::string> statements;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) statements.push_back(statement(trigram, words_of(line)));
  for (int round = 0; round < rounds; ++round) {
    for (const auto& sql : statements) {
      const auto start = load::Clock::now();
      database.read([&](db::Tx& tx) {
        auto rows = tx.query(sql);
        while (rows.next()) {
        }
        return true;
      });
      times_ms.push_back(ms_since(start));
    }
  }
  std::cout << "{" << load::percentiles("answer", times_ms) << "}\n";
}

// The same posts again, under numbers of their own.
void insert(db::Database& database, bool own, std::int64_t count) {
  const search::SearchStore index;
  std::int64_t next = database.read([](db::Tx& tx) {
    auto rows = tx.query("SELECT max(id) FROM posts");
    rows.next();
    return rows.integer(0);
  });
  const std::string texts = "SELECT " + all_texts + " FROM posts AS p WHERE p.id = $1";
  const std::string post = posts::post_select("0") + "WHERE p.id = $1";
  const auto start = load::Clock::now();
  for (std::int64_t done = 0; done < count; done += posts_in_batch) {
    database.write([&](db::Tx& tx) {
      for (std::int64_t i = done; i < std::min(count, done + posts_in_batch); ++i) {
        auto rows = tx.query(own ? post : texts, i + 1);
        rows.next();
        if (own) {
          index.add(tx, core::PostId{++next},
                    search::index_words(posts::search_document(posts::read_post(rows).draft)));
        } else {
          tx.run("INSERT INTO trigrams (rowid, texts) VALUES ($1, $2)", ++next, rows.view(0));
        }
      }
    });
  }
  std::cout << "{\"us_per_post\":" << 1000 * ms_since(start) / static_cast<double>(count) << "}\n";
}

int run(const std::vector<std::string>& args) {
  if (args.size() == 2 && args[0] == "prepare") {
    db::SqliteDatabase database(args[1]);
    prepare(database);
  } else if (args.size() == 5 && args[0] == "find") {
    db::SqliteDatabase database(args[2]);
    find(database, args[1] == "trigram", args[3].c_str(), std::atoi(args[4].c_str()));
  } else if (args.size() == 4 && args[0] == "insert") {
    db::SqliteDatabase database(args[2]);
    insert(database, args[1] == "own", std::atoll(args[3].c_str()));
  } else {
    std::cerr << "usage: load_search_peers prepare DATABASE | find trigram|like DATABASE WORDS ROUNDS | "
                 "insert own|trigram DATABASE COUNT\n";
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    core::init_crypto();
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "load_search_peers: " << error.what() << "\n";
    return 1;
  }
}
