#include "app/log.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "json/value.h"

namespace log_test {

namespace {

// What is written to standard error while it lives.
class StandardError {
 public:
  StandardError() : file_(std::tmpfile()), before_(dup(STDERR_FILENO)) { dup2(fileno(file_), STDERR_FILENO); }
  ~StandardError() {
    restore();
    std::fclose(file_);
  }
  StandardError(const StandardError&) = delete;
  StandardError& operator=(const StandardError&) = delete;

  std::vector<std::string> lines() {
    restore();
    std::rewind(file_);
    std::vector<std::string> out(1);
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) {
      if (c == '\n') {
        out.emplace_back();
      } else {
        out.back() += static_cast<char>(c);
      }
    }
    CHECK(out.back().empty());  // each line is ended
    out.pop_back();
    return out;
  }

 private:
  void restore() {
    if (before_ < 0) return;
    dup2(before_, STDERR_FILENO);
    close(before_);
    before_ = -1;
  }

  std::FILE* file_;
  int before_;
};

struct LogTest {
  LogTest() { app::log::set_level("info"); }
  ~LogTest() { app::log::set_level("info"); }
};

}  // namespace

TEST_CASE_FIXTURE(LogTest, "a line is one JSON object, whatever is in it") {
  const std::string hostile = "two\nlines \"quoted\" {} %v \x1B[31m \\ 책";
  StandardError written;
  app::log::info("request", {{"path", hostile}, {"status", std::int64_t{200}}});
  const auto lines = written.lines();
  REQUIRE(lines.size() == 1);
  const auto line = json::parse(lines.front());
  CHECK(line.find("level")->text == "info");
  CHECK(line.find("message")->text == "request");
  CHECK(line.find("path")->text == hostile);
  CHECK(line.find("status")->type == json::Value::Type::number);
  CHECK(line.find("status")->text == "200");
  CHECK(core::parse_rfc3339(line.find("at")->text));
}

TEST_CASE_FIXTURE(LogTest, "what is below the level is not written") {
  StandardError written;
  app::log::set_level("warning");
  app::log::info("no");
  app::log::warning("yes");
  app::log::set_level("error");
  app::log::warning("no");
  app::log::error("yes");
  CHECK(written.lines().size() == 2);
}

TEST_CASE_FIXTURE(LogTest, "a level that there is not is refused") {
  for (const char* level : {"", "Info", "warn", "loud"}) {
    CAPTURE(level);
    CHECK_THROWS_AS(app::log::set_level(level), std::runtime_error);
  }
}

TEST_CASE_FIXTURE(LogTest, "what steers a terminal, ends a line or is no UTF-8 is not written") {
  StandardError written;
  const std::string hostile =
      "a\xC2\x9B[2Jb\xE2\x80\xA8"
      "c\x7F"
      "d\xFF"
      "e\xE2\x80\xAE"
      "f책";
  app::log::info("request", {{"path", hostile}});
  const auto lines = written.lines();
  REQUIRE(lines.size() == 1);
  const std::string gone = "\xEF\xBF\xBD";
  CHECK(json::parse(lines.front()).find("path")->text ==
        "a" + gone + "[2Jb" + gone + "c" + gone + "d" + gone + "e" + gone + "f책");
}

TEST_CASE_FIXTURE(LogTest, "what an exception quotes is left out, since it may be somebody's words") {
  struct Case {
    const char* said;
    const char* written;
  };
  for (const Case& one : {
           Case{"fts5: syntax error near \"010-1234-5678\"", "fts5: syntax error near \"…\""},
           Case{"SQLite: near \"secret\": syntax error, \"more\" (1)", "SQLite: near \"…\" (1)"},
           Case{"no such user: 'kim'", "no such user: '…'"},
           Case{"unterminated \"kim", "unterminated \"…\""},
           Case{"the database can't be opened: it isn't there",
                "the database can't be opened: it isn't there"},
           Case{"cannot rename: No space left on device [/srv/market/photos/a]",
                "cannot rename: No space left on device [/srv/market/photos/a]"},
           Case{"UNIQUE constraint failed: users.username", "UNIQUE constraint failed: users.username"},
       }) {
    CAPTURE(one.said);
    StandardError written;
    app::log::error("request failed", {{"request_id", "1"}, {"error", one.said}});
    const auto lines = written.lines();
    REQUIRE(lines.size() == 1);
    CHECK(json::parse(lines.front()).find("error")->text == one.written);
    CHECK(app::log::newest_errors().front().detail == "error: " + std::string(one.written));
  }
}

TEST_CASE_FIXTURE(LogTest, "a text that is not ours is cut off at a thousand bytes") {
  StandardError written;
  app::log::warning("mail not sent", {{"reason", std::string(5000, 'x')}});
  CHECK(json::parse(written.lines().front()).find("reason")->text.size() == 1000);
}

TEST_CASE_FIXTURE(LogTest, "a thousand threads write whole lines") {
  constexpr std::size_t threads = 1000;
  StandardError written;
  {
    std::vector<std::thread> writers;
    for (std::size_t i = 0; i < threads; ++i) {
      writers.emplace_back([i] {
        const std::string text(i % 3000, 'x');
        app::log::info("request", {{"number", static_cast<std::int64_t>(i)}, {"text", text}});
      });
    }
    for (auto& writer : writers) writer.join();
  }
  const auto lines = written.lines();
  CHECK(lines.size() == threads);
  std::set<std::string> numbers;
  for (const auto& line : lines) {
    const auto parsed = json::parse(line);
    const std::string number(parsed.find("number")->text);
    numbers.insert(number);
    CHECK(parsed.find("text")->text.size() == static_cast<std::size_t>(std::stoi(number)) % 3000);
  }
  CHECK(numbers.size() == threads);
}

TEST_CASE_FIXTURE(LogTest, "the newest hundred warnings and errors are kept, whatever the level") {
  StandardError written;
  app::log::set_level("error");
  for (int i = 0; i < 150; ++i) {
    app::log::warning("mail not sent", {{"mail", std::int64_t{i}}, {"reason", "it hurts"}});
    app::log::info("request", {{"status", std::int64_t{200}}});
  }
  app::log::error("request failed", {{"request_id", "abc"}, {"route", "/posts"}, {"error", "no"}});
  const auto kept = app::log::newest_errors();
  REQUIRE(kept.size() == 100);
  CHECK(kept[0].level == app::log::Level::error);
  CHECK(kept[0].message == "request failed");
  CHECK(kept[0].request_id == "abc");
  CHECK(kept[0].route == "/posts");
  CHECK(kept[0].detail == "error: no");
  CHECK(kept[1].level == app::log::Level::warning);
  CHECK(kept[1].detail == "mail: 149, reason: it hurts");
  CHECK(kept[1].request_id.empty());
  CHECK(kept[99].detail == "mail: 51, reason: it hurts");
  CHECK(std::all_of(kept.begin(), kept.end(), [](const auto& line) { return line.at > 0; }));
}

}  // namespace log_test
