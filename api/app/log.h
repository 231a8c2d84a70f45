// One JSON object a line on standard error. Never a token, a password, a body or a query.
//
// Some texts are not the market's own: what an exception, a library or a remote server said. A field named
// `error` or `reason` is for those. They are the operator's to read, paths and all, but they may repeat what
// somebody wrote (SQLite quotes the word that it stumbled over): what stands in quotation marks in them is
// left out.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/clock.h"

namespace app::log {

enum class Level { debug, info, warning, error };

using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;

// "debug", "info", "warning" or "error"; throws std::runtime_error otherwise. Lines below are not written.
void set_level(std::string_view level);

// {"at": …, "level": …, "message": …, <fields>}. Safe from any thread. What could be taken for another line,
// or steers a terminal, is escaped; what is no UTF-8 becomes U+FFFD.
void write(Level level, std::string_view message, std::initializer_list<Field> fields = {});

inline void info(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, message, fields);
}
inline void warning(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::warning, message, fields);
}
inline void error(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::error, message, fields);
}

// A warning or an error as it was written.
struct Kept {
  core::Millis at = 0;
  Level level = Level::error;
  std::string message;
  std::string request_id;  // these three may be empty
  std::string route;
  std::string detail;  // its other fields
};

// "debug", "info", "warning" or "error".
std::string_view name(Level level);

// The last hundred warnings and errors, newest first, also those that the level keeps from being written.
std::vector<Kept> newest_errors();

}  // namespace app::log
