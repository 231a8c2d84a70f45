// Every setting of the server, with its default. A TOML file, the environment (GIRAFFE_PORT) and the command
// line (--set port=8081) override it in this order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/clock.h"

namespace app {

struct Config {
  // Where it listens, and where its files are.
  std::string address = "127.0.0.1";
  std::int64_t port = 8080;
  std::string data_dir = "var";
  std::string migrations_dir = "migrations";
  std::string frontend_dir = "frontend";
  std::string openapi_file = "openapi.yaml";
  std::string docs_dir = "node_modules/swagger-ui-dist";
  // What reads barcodes in browsers that cannot by themselves (npm's @zxing/library).
  std::string scanner_file = "node_modules/@zxing/library/umd/index.min.js";
  // What draws the operators' charts (npm's uplot).
  std::string charts_dir = "node_modules/uplot/dist";
  std::string demo_dir = "api/demo";
  std::string log_level = "info";  // debug, info, warning, error

  // Where the market is reached from outside, "https://market.example.ac.kr": what links in feeds, in mails
  // and on shared pages begin with, and where a link in a chat leads to without a warning. Empty: the address
  // that each request was sent to, and this machine; in mails, which must not lead where a request wants them
  // to, http://localhost.
  std::string public_url;
  // Other origins whose pages may call the API: "https://market.example.ac.kr", comma-separated.
  std::string allowed_origins;
  // Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, comma-separated.
  std::string trusted_proxies;

  // What networks are called where people see from where they are signed in, comma-separated:
  // "10.0.0.0/8=교내망, 2001:db8::/32=기숙사". Of several that fit the narrowest counts.
  std::string networks;

  // Lanes: threads, and requests that may wait for one of them.
  std::int64_t io_threads = 2;
  std::int64_t db_threads = 4;
  std::int64_t db_queue = 2048;
  std::int64_t write_queue = 4096;
  // Passwords and photos that are computed at once, with what the other lanes leave of the processors: each
  // takes argon2_mib of memory, or what photos/image.h tells.
  std::int64_t hash_threads = 2;
  std::int64_t hash_queue = 256;
  std::int64_t image_threads = 1;
  std::int64_t image_queue = 16;

  // Connections, in milliseconds and bytes (http::ServerLimits).
  std::int64_t connections = 19'000;
  std::int64_t head_ms = 10'000;
  std::int64_t body_ms = 60'000;
  std::int64_t idle_ms = 75'000;
  std::int64_t write_ms = 30'000;
  std::int64_t shutdown_ms = 3'500;

  // Accounts.
  std::int64_t argon2_mib = 19;
  std::int64_t argon2_passes = 2;
  core::Millis session_ms = 30 * core::day;
  // Wrong passwords (users/sign_in_limit.h): as many at once for an account at one place, 0 for no limit at
  // all; then this wait, twice as long each time, up to the longest one, after each of which one is
  // forgotten.
  std::int64_t sign_in_burst = 5;
  core::Millis sign_in_delay_ms = core::second;
  core::Millis sign_in_most_delay_ms = 15 * core::minute;
  std::int64_t sign_up_burst = 1000;
  std::int64_t sign_up_per_minute = 200;
  // How long nobody else gets the username of one who has left; 0: it is free at once.
  core::Millis name_kept_ms = 30 * core::day;
  std::int64_t exports_per_hour = 5;  // of one user's own data; 0: as many as they like

  // Whose addresses belong to which campus, subdomains included: "hanguk.ac.kr=한국대학교, …". Then only such
  // an address can be verified; without any, every one can.
  std::string campus_domains;
  // 1: only those whose address is verified write posts, buy and chat (those who run the market may anyway).
  std::int64_t verified_only = 0;
  core::Millis code_ms = 10 * core::minute;   // how long a mailed code is valid
  core::Millis reset_ms = 30 * core::minute;  // how long a link to a new password is
  core::Millis mail_pause_ms = core::minute;  // between two codes, or two links, to one address
  std::int64_t mail_request_burst = 100;      // codes and links that a network may ask for at once
  std::int64_t mail_request_per_minute = 20;

  // Mails. Without a server they are written to the log, codes and all: for development.
  std::string smtp_url;               // smtp://host:587 (STARTTLS) or smtps://host:465; needs public_url
  std::string smtp_tls = "required";  // of smtp://: required; opportunistic (when the server offers it); off
  std::string smtp_from;              // the address that mails come from
  std::string smtp_user;              // empty: no authentication
  std::string smtp_password;          // better in the file or the environment than where `ps` shows it
  std::string smtp_ca_file;           // PEM, for a server whose certificate no public authority has signed
  core::Millis smtp_connect_ms = 10 * core::second;
  core::Millis smtp_total_ms = 30 * core::second;      // of one mail, with the connection
  core::Millis mail_retry_ms = 10 * core::second;      // before the second attempt; doubles with each
  core::Millis mail_retry_most_ms = 5 * core::minute;  // and is never more than this
  std::int64_t mail_spool = 10'000;                    // mails that may wait; more are not written
  core::Millis mails_kept_ms = 7 * core::day;          // what was sent to whom; the text goes at once

  // Posts and photos.
  core::Millis bump_interval_ms = core::day;
  core::Millis photo_unused_ms = core::day;
  std::int64_t photo_bytes =
      10 * 1024 * 1024;  // at most this: a body has at most 11 MiB, multipart's lines included
  std::int64_t photo_pixels = 50'000'000;
  std::int64_t photos_unused_per_user = 50;

  // Deals.
  core::Millis negotiating_ms = 72 * core::hour;
  core::Millis reserved_ms = 14 * core::day;
  core::Millis one_sided_confirm_ms = 7 * core::day;
  core::Millis review_hidden_ms = 7 * core::day;  // from the completion on, unless both sides have written
  core::Millis meeting_reminder_ms = core::hour;  // before a meeting, both are reminded of it
  // Where people may meet well, semicolon-separated, each with its campus and a note if there is anything to
  // tell: "중앙도서관 정문 | 서울 | 24시간 경비실 앞; 학생회관 1층".
  std::string meeting_spots = "중앙도서관 정문; 학생회관 1층; 정문 경비실 앞";

  // Reports.
  std::int64_t reports_to_hide = 3;          // credible reporters that hide a post; 0: none ever do
  core::Millis reporter_age_ms = core::day;  // of an unverified account, until its report counts for that
  std::int64_t reports_per_day = 20;         // of one user

  // Events.
  core::Millis events_kept_ms = 30 * core::day;
  std::int64_t polls_per_user = 8;

  // How long messages are kept after the newest of their room, while no deal is open in it, and what was
  // reported after the decision; 0: for ever.
  // Three years are what Korean law has shops keep of complaints.
  core::Millis messages_kept_ms = 3 * 365 * core::day;

  // Who runs the market, for its privacy page: a name, and how they are reached; and who looks after personal
  // data (개인정보 보호책임자).
  std::string operator_name;
  std::string operator_contact;
  std::string privacy_officer;
  // Whether a request's line in the log tells the user's number: 1 or 0. Names, addresses and contents it
  // never tells.
  std::int64_t log_users = 1;

  // Snapshots (README, "Snapshots"): where they are, "" for the folder snapshots in data_dir, and a second
  // directory that has to exist, on another disk or machine, "" for none.
  std::string snapshot_dir;
  std::string snapshot_copy_dir;
  core::Millis snapshot_ms = core::hour;  // from one to the next; 0: none is taken by itself
  // Of how many of the last hours, days and weeks the newest is kept.
  std::int64_t snapshots_hourly = 24;
  std::int64_t snapshots_daily = 7;
  std::int64_t snapshots_weekly = 8;
  // How often the database file is looked at for damage (app/integrity_check.h); 0: never.
  core::Millis integrity_check_ms = core::day;
  // Watching it. Who may read /metrics beside admins, networks in CIDR form, comma-separated.
  std::string metrics_networks = "127.0.0.0/8, ::1/128";
  core::Millis monitor_ms = 5 * core::second;   // between two samples of the monitor, which keeps 720
  core::Millis health_ms = core::second;        // between two looks at what /health/ready tells
  core::Millis stalled_ms = 10 * core::second;  // without a commit while writes wait: then it is not ready
  std::string mdstat_file = "/proc/mdstat";     // what the kernel tells of its RAID arrays

  // How often what has become due is looked for: expired deals, unused photos, old events, messages and keys.
  core::Millis sweep_ms = 5 * core::second;
};

// Sets the one named `name`. Throws std::runtime_error with a sentence when there is none, or `value` is no
// number of its range, or a list with an entry that is not what it has to be.
void set(Config& config, std::string_view name, std::string_view value);

// The names of all settings, in order.
std::vector<std::string> setting_names();

// Reads the file (if any), then GIRAFFE_<NAME> for each setting, then `overrides` ("name=value").
Config load_config(const std::optional<std::string>& file, const std::vector<std::string>& overrides);

// What is different in settings that were read again, by name: what a running market takes up, and what
// counts from its next start on.
struct Changes {
  std::vector<std::string> taken_up;
  std::vector<std::string> at_restart;
};

// `running` with what it takes up of `read`.
Config taken_up(const Config& running, const Config& read, Changes& changes);

// The hosts of the market's own links, without their ports.
std::vector<std::string> own_hosts(const Config& config);

// "a, b" → {"a", "b"}
std::vector<std::string> split_list(std::string_view text, char separator = ',');

// What `read` makes of each entry; one that is nothing to it was refused by set().
template <class Read>
auto read_list(std::string_view text, Read read, char separator = ',') {
  std::vector<typename std::invoke_result_t<Read, const std::string&>::value_type> out;
  for (const std::string& entry : split_list(text, separator)) {
    if (auto value = read(entry)) out.push_back(std::move(*value));
  }
  return out;
}

}  // namespace app
