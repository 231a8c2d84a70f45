#include "app/log.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/clock.h"
#include "json/value.h"

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
