#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "core/clock.h"
#include "core/text.h"
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

constexpr std::size_t most_kept = 100;
constexpr std::size_t most_foreign = 1000;  // bytes of a text that is not ours

struct Ring {
  std::mutex mutex;
  std::deque<Kept> lines;  // oldest first
};

Ring& ring() {
  static Ring instance;
  return instance;
}

// Controls beyond JSON's own (C1, DEL) and the separators that some readers take for a line's end.
bool steers(utf8proc_int32_t c) {
  return (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

std::string clean(std::string_view text) {
  std::string out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    const auto used = utf8proc_iterate(at, left, &c);
    const auto bytes = used > 0 ? used : 1;
    if (used > 0 && !steers(c)) {
      out.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(used));
    } else {
      out += "\xEF\xBF\xBD";
    }
    at += bytes;
    left -= bytes;
  }
  return out;
}

// Without what stands in quotation marks.
std::string without_quotes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find_first_of("\"'`");
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    // An apostrophe within a word ("can't") opens nothing.
    const auto letter = [&](std::size_t i) {
      return i < text.size() && std::isalpha(static_cast<unsigned char>(text[i])) != 0;
    };
    if (text[open] == '\'' && open > 0 && letter(open - 1) && letter(open + 1)) {
      out += '\'';
      text.remove_prefix(open + 1);
      continue;
    }
    // To the last one of its kind: what was quoted may hold some, too.
    const auto end = text.rfind(text[open]);
    out.append(1, text[open]).append("…").append(1, text[open]);
    text.remove_prefix(end == open ? text.size() : end + 1);
  }
  return out;
}

// Nearly every text: there is nothing to replace in it.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_ours(const Field& field) {
  return field.first != "error" && field.first != "reason";
}

std::string cleaned(const Field& field) {
  const auto value = std::get<std::string_view>(field.second);
  if (is_ours(field)) return clean(value);
  return clean(core::shortened(without_quotes(value), most_foreign));
}

void keep(Level level, core::Millis at, std::string_view message, std::initializer_list<Field> fields) {
  Kept line{at, level, std::string(message), {}, {}, {}};
  for (const Field& field : fields) {
    const auto* number = std::get_if<std::int64_t>(&field.second);
    std::string text = number != nullptr ? std::to_string(*number) : cleaned(field);
    if (field.first == "request_id") {
      line.request_id = std::move(text);
    } else if (field.first == "route") {
      line.route = std::move(text);
    } else {
      line.detail.append(line.detail.empty() ? "" : ", ").append(field.first).append(": ").append(text);
    }
  }
  const std::lock_guard lock(ring().mutex);
  ring().lines.push_back(std::move(line));
  if (ring().lines.size() > most_kept) ring().lines.pop_front();
}

}  // namespace

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

void set_level(std::string_view level) {
  for (const Level known : {Level::debug, Level::info, Level::warning, Level::error}) {
    if (name(known) == level) return logger().set_level(native(known));
  }
  throw std::runtime_error("log_level has to be debug, info, warning or error");
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  const core::Millis now = core::SystemClock().now();
  if (level >= Level::warning) keep(level, now, message, fields);
  if (!logger().should_log(native(level))) return;
  json::Writer w;
  w.open().time("at", now).text("level", name(level)).text("message", message);
  for (const Field& field : fields) {
    if (const auto* number = std::get_if<std::int64_t>(&field.second)) {
      w.integer(field.first, *number);
    } else if (const auto text = std::get<std::string_view>(field.second); is_plain(text) && is_ours(field)) {
      w.text(field.first, text);
    } else {
      w.text(field.first, cleaned(field));
    }
  }
  w.close();
  logger().log(native(level), w.take());
}

std::vector<Kept> newest_errors() {
  const std::lock_guard lock(ring().mutex);
  return {ring().lines.rbegin(), ring().lines.rend()};
}

}  // namespace app::log
