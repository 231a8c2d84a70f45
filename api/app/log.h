// One JSON object a line on standard error. Never a token, a password, a body or a query.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace app::log {

enum class Level { debug, info, warning, error };

using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;

// "debug", "info", "warning" or "error"; throws std::runtime_error otherwise. Lines below are not written.
void set_level(std::string_view level);

// {"at": …, "level": …, "message": …, <fields>}. Safe from any thread.
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

}  // namespace app::log
