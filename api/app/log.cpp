#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <stdexcept>

#include "core/clock.h"
#include "json/writer.h"

namespace app::log {

namespace {

// The line is a whole JSON object by the time the library sees it: its own pattern does not escape.
spdlog::logger& logger() {
  static const auto instance = [] {
    auto made =
        std::make_shared<spdlog::logger>("giraffe", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum native(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "info";
}

}  // namespace

void set_level(std::string_view level) {
  for (const Level known : {Level::debug, Level::info, Level::warning, Level::error}) {
    if (name(known) == level) return logger().set_level(native(known));
  }
  throw std::runtime_error("log_level has to be debug, info, warning or error");
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!logger().should_log(native(level))) return;
  json::Writer w;
  w.open().time("at", core::SystemClock().now()).text("level", name(level)).text("message", message);
  for (const auto& [key, value] : fields) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      w.integer(key, *number);
    } else {
      w.text(key, std::get<std::string_view>(value));
    }
  }
  w.close();
  logger().log(native(level), w.take());
}

}  // namespace app::log
