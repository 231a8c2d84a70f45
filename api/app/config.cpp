#include "app/config.h"

#include <toml++/toml.h>

#include <cstdlib>
#include <stdexcept>
#include <variant>

#include "core/number.h"
#include "core/text.h"
#include "deals/meeting_spot.h"
#include "http/network.h"
#include "users/campus.h"

namespace app {

namespace {

struct Range {
  std::int64_t least;
  std::int64_t most;
};
constexpr Range any{0, 1'000'000'000'000};  // milliseconds of thirty years
constexpr Range some{1, 1'000'000'000};     // without one of it the market stands still
constexpr Range threads{1, 1024};
constexpr Range snapshot_counts{0, 10'000};  // all of them are listed in one answer

// Of a list: what its entries have to be. One that could never fit anything is a mistake that nobody would
// see.
struct Entries {
  bool (*fits)(const std::string& entry) = nullptr;
  std::string_view are;
  char separator = ',';
};
// As a browser sends it: no path, no capital letters, no "*".
bool is_origin(const std::string& entry) {
  const auto host = entry.find("://") + 3;
  return (entry.starts_with("http://") || entry.starts_with("https://")) && host < entry.size() &&
         entry.find_first_of("/?#*@ ", host) == std::string::npos && core::lower_ascii(entry) == entry;
}
bool is_address(const std::string& entry) {
  return http::plain_address(entry).has_value();
}
bool is_named_network(const std::string& entry) {
  return http::NamedNetwork::parse(entry).has_value();
}
bool is_network(const std::string& entry) {
  return http::Network::parse(entry).has_value();
}
bool is_spot(const std::string& entry) {
  return deals::read_meeting_spot(entry).has_value();
}
bool is_campus(const std::string& entry) {
  return users::read_campus(entry).has_value();
}
constexpr Entries campuses{is_campus, "domains and campuses as in hanguk.ac.kr=한국대학교"};
constexpr Entries origins{is_origin, "origins as in https://market.example.ac.kr"};
constexpr Entries addresses{is_address, "IP addresses"};
constexpr Entries named_networks{is_named_network, "networks and their names as in 10.0.0.0/8=교내망"};
constexpr Entries plain_networks{is_network, "networks as in 10.0.0.0/8"};
constexpr Entries spots{is_spot, "places as in \"중앙도서관 정문 | 서울 | 24시간 경비실 앞; 학생회관 1층\"",
                        ';'};

struct Setting {
  std::string_view name;
  std::variant<std::string Config::*, std::int64_t Config::*> member;
  Range range = any;  // of a number
  Entries entries = {};
  bool live = false;  // a running market takes it up (app/live_settings)
};
constexpr bool live = true;

// core::Millis is a std::int64_t, too.
constexpr Setting all_settings[] = {
    {"address", &Config::address},
    {"port", &Config::port, {0, 65'535}},
    {"data_dir", &Config::data_dir},
    {"migrations_dir", &Config::migrations_dir},
    {"frontend_dir", &Config::frontend_dir, any, {}, live},
    {"openapi_file", &Config::openapi_file, any, {}, live},
    {"docs_dir", &Config::docs_dir, any, {}, live},
    {"scanner_file", &Config::scanner_file, any, {}, live},
    {"charts_dir", &Config::charts_dir, any, {}, live},
    {"demo_dir", &Config::demo_dir},
    {"log_level", &Config::log_level, any, {}, live},
    {"public_url", &Config::public_url},
    {"allowed_origins", &Config::allowed_origins, any, origins, live},
    {"trusted_proxies", &Config::trusted_proxies, any, addresses, live},
    {"networks", &Config::networks, any, named_networks, live},
    {"io_threads", &Config::io_threads, threads},
    {"db_threads", &Config::db_threads, threads},
    {"db_queue", &Config::db_queue, some},
    {"write_queue", &Config::write_queue, some},
    {"hash_threads", &Config::hash_threads, threads},
    {"hash_queue", &Config::hash_queue, some},
    {"image_threads", &Config::image_threads, threads},
    {"image_queue", &Config::image_queue, some},
    {"connections", &Config::connections, some},
    {"head_ms", &Config::head_ms, some},
    {"body_ms", &Config::body_ms, some},
    {"idle_ms", &Config::idle_ms, some},
    {"write_ms", &Config::write_ms, some},
    {"shutdown_ms", &Config::shutdown_ms, {0, 1'000'000'000}, {}, live},
    {"argon2_mib", &Config::argon2_mib, {1, 1'048'576}},
    {"argon2_passes", &Config::argon2_passes, {1, 1'000}},
    {"session_ms", &Config::session_ms, {1, any.most}},
    {"sign_in_burst", &Config::sign_in_burst},
    {"sign_in_delay_ms", &Config::sign_in_delay_ms, {1, any.most}},
    {"sign_in_most_delay_ms", &Config::sign_in_most_delay_ms, {1, any.most}},
    {"sign_up_burst", &Config::sign_up_burst},
    {"sign_up_per_minute", &Config::sign_up_per_minute},
    {"name_kept_ms", &Config::name_kept_ms, any, {}, live},
    {"exports_per_hour", &Config::exports_per_hour},
    {"campus_domains", &Config::campus_domains, any, campuses},
    {"verified_only", &Config::verified_only, {0, 1}, {}, live},
    {"code_ms", &Config::code_ms},
    {"reset_ms", &Config::reset_ms},
    {"mail_pause_ms", &Config::mail_pause_ms},
    {"mail_request_burst", &Config::mail_request_burst},
    {"mail_request_per_minute", &Config::mail_request_per_minute},
    {"smtp_url", &Config::smtp_url},
    {"smtp_tls", &Config::smtp_tls},
    {"smtp_from", &Config::smtp_from},
    {"smtp_user", &Config::smtp_user},
    {"smtp_password", &Config::smtp_password},
    {"smtp_ca_file", &Config::smtp_ca_file},
    {"smtp_connect_ms", &Config::smtp_connect_ms, some},
    {"smtp_total_ms", &Config::smtp_total_ms, some},
    {"mail_retry_ms", &Config::mail_retry_ms, some},
    {"mail_retry_most_ms", &Config::mail_retry_most_ms, some},
    {"mail_spool", &Config::mail_spool},
    {"mails_kept_ms", &Config::mails_kept_ms, any, {}, live},
    {"bump_interval_ms", &Config::bump_interval_ms},
    {"photo_unused_ms", &Config::photo_unused_ms, any, {}, live},
    {"photo_bytes", &Config::photo_bytes, {1, 10 * 1024 * 1024}},
    {"photo_pixels", &Config::photo_pixels, some},
    {"photos_unused_per_user", &Config::photos_unused_per_user},
    {"negotiating_ms", &Config::negotiating_ms},
    {"reserved_ms", &Config::reserved_ms},
    {"one_sided_confirm_ms", &Config::one_sided_confirm_ms},
    {"review_hidden_ms", &Config::review_hidden_ms},
    {"meeting_reminder_ms", &Config::meeting_reminder_ms},
    {"meeting_spots", &Config::meeting_spots, any, spots, live},
    {"reports_to_hide", &Config::reports_to_hide},
    {"reporter_age_ms", &Config::reporter_age_ms},
    {"reports_per_day", &Config::reports_per_day, some},
    {"events_kept_ms", &Config::events_kept_ms, any, {}, live},
    {"polls_per_user", &Config::polls_per_user, some},
    {"messages_kept_ms", &Config::messages_kept_ms, any, {}, live},
    {"operator_name", &Config::operator_name, any, {}, live},
    {"operator_contact", &Config::operator_contact, any, {}, live},
    {"privacy_officer", &Config::privacy_officer, any, {}, live},
    {"log_users", &Config::log_users, {0, 1}, {}, live},
    {"snapshot_dir", &Config::snapshot_dir},
    {"snapshot_copy_dir", &Config::snapshot_copy_dir},
    {"snapshot_ms", &Config::snapshot_ms},
    {"snapshots_hourly", &Config::snapshots_hourly, snapshot_counts},
    {"snapshots_daily", &Config::snapshots_daily, snapshot_counts},
    {"snapshots_weekly", &Config::snapshots_weekly, snapshot_counts},
    {"integrity_check_ms", &Config::integrity_check_ms, any},
    {"metrics_networks", &Config::metrics_networks, any, plain_networks},
    {"monitor_ms", &Config::monitor_ms, some},
    {"health_ms", &Config::health_ms, some},
    {"stalled_ms", &Config::stalled_ms, some},
    {"mdstat_file", &Config::mdstat_file},
    {"sweep_ms", &Config::sweep_ms, some, {}, live},
};

std::string environment_name(std::string_view setting) {
  std::string out = "GIRAFFE_";
  for (const char c : setting) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void read_file(Config& config, const std::string& path) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;  // 0: the file itself
    throw std::runtime_error("the configuration " + path + (line > 0 ? ":" + std::to_string(line) : "") +
                             ": " + std::string(error.description()));
  }
  for (const auto& [key, node] : table) {
    if (const auto text = node.value_exact<std::string>()) {
      set(config, key.str(), *text);
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      set(config, key.str(), std::to_string(*number));
    } else {
      throw std::runtime_error("the configuration " + path + ": " + std::string(key.str()) +
                               " has to be a text or a whole number");
    }
  }
}

}  // namespace

void set(Config& config, std::string_view name, std::string_view value) {
  for (const Setting& setting : all_settings) {
    if (setting.name != name) continue;
    if (const auto* text = std::get_if<std::string Config::*>(&setting.member)) {
      for (const std::string& entry : split_list(value, setting.entries.separator)) {
        if (setting.entries.fits == nullptr || setting.entries.fits(entry)) continue;
        throw std::runtime_error("the setting " + std::string(name) + " has to be a list of " +
                                 std::string(setting.entries.are) + ", which \"" + entry + "\" is none of");
      }
      config.** text = value;
      return;
    }
    const auto number = core::whole_number(value);
    const auto [least, most] = setting.range;
    if (!number || *number < least || *number > most) {
      throw std::runtime_error("the setting " + std::string(name) + " has to be a whole number from " +
                               std::to_string(least) + " to " + std::to_string(most));
    }
    config.*std::get<std::int64_t Config::*>(setting.member) = *number;
    return;
  }
  throw std::runtime_error("there is no setting \"" + std::string(name) + "\"");
}

Config taken_up(const Config& running, const Config& read, Changes& changes) {
  Config out = running;
  for (const Setting& setting : all_settings) {
    std::visit(
        [&](auto member) {
          if (running.*member == read.*member) return;
          (setting.live ? changes.taken_up : changes.at_restart).emplace_back(setting.name);
          if (setting.live) out.*member = read.*member;
        },
        setting.member);
  }
  return out;
}

std::vector<std::string> setting_names() {
  std::vector<std::string> out;
  for (const Setting& setting : all_settings) out.emplace_back(setting.name);
  return out;
}

Config load_config(const std::optional<std::string>& file, const std::vector<std::string>& overrides) {
  Config config;
  if (file) read_file(config, *file);
  for (const Setting& setting : all_settings) {
    // Nothing in this process changes its environment.
    const char* value = std::getenv(environment_name(setting.name).c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value != nullptr) set(config, setting.name, value);
  }
  for (const std::string& entry : overrides) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos)
      throw std::runtime_error("--set wants name=value, not \"" + entry + "\"");
    set(config, entry.substr(0, equals), entry.substr(equals + 1));
  }
  return config;
}

std::vector<std::string> own_hosts(const Config& config) {
  const std::string& url = config.public_url;
  if (url.empty()) return {"localhost", "127.0.0.1"};
  const auto begin = url.find("://");
  const std::string host = core::lower_ascii(begin == std::string::npos ? url : url.substr(begin + 3));
  const auto end = host.starts_with('[') ? host.find(']') + 1 : host.find(':');
  return {host.substr(0, end)};
}

std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(separator);
    std::string entry = core::trimmed(text.substr(0, end));
    if (!entry.empty()) out.push_back(std::move(entry));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

}  // namespace app
