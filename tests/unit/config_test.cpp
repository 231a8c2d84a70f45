#include "app/config.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/live_settings.h"
#include "store/support.h"

namespace config_test {

namespace {

using Overrides = std::vector<std::string>;

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& toml) { std::ofstream(path()) << toml; }
  std::string path() const { return (directory_.path() / "market.toml").string(); }

 private:
  support::TemporaryDirectory directory_;
};

// Set as long as it lives. No other thread of this program reads the environment.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    setenv(name, value, 1);  // NOLINT(concurrency-mt-unsafe)
  }
  ~Environment() { unsetenv(name_); }  // NOLINT(concurrency-mt-unsafe)
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

app::Config from_file(const std::string& toml) {
  return app::load_config(ConfigFile(toml).path(), {});
}
app::Config from_line(const std::string& entry) {
  return app::load_config(std::nullopt, {entry});
}

}  // namespace

TEST_CASE("without being told anything the market serves this machine alone") {
  const auto config = app::load_config(std::nullopt, {});
  CHECK(config.address == "127.0.0.1");
  CHECK(config.port == 8080);
  CHECK(config.argon2_mib >= 19);
  CHECK(config.argon2_passes >= 2);
}

TEST_CASE("a file is overridden by the environment, and that by the command line") {
  const ConfigFile file("port = 1001\ndb_queue = 1002\nimage_queue = 1003\naddress = \"::1\"\n");
  const Environment db_queue("GIRAFFE_DB_QUEUE", "2002");
  const Environment image_queue("GIRAFFE_IMAGE_QUEUE", "2003");
  const auto config = app::load_config(file.path(), {"image_queue=3003", "image_queue=3004"});
  CHECK(config.port == 1001);
  CHECK(config.db_queue == 2002);
  CHECK(config.image_queue == 3004);
  CHECK(config.address == "::1");
}

TEST_CASE("every setting can be given, and its name once") {
  const auto names = app::setting_names();
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  for (const auto& name : names) {
    CAPTURE(name);
    const bool list = name == "allowed_origins" || name == "trusted_proxies" || name == "networks" ||
                      name == "campus_domains" || name == "metrics_networks";
    CHECK_NOTHROW(from_line(name + (list ? "=" : "=1")));
  }
}

TEST_CASE("a text may be empty and hold anything, also an equals sign") {
  CHECK(from_line("allowed_origins=").allowed_origins.empty());
  CHECK(from_line("data_dir=/srv/a=b 책").data_dir == "/srv/a=b 책");
}

TEST_CASE("what is no setting, or no value for it, is refused by name") {
  for (const char* entry : {"colour=green", "=1",
                            "Port=1",       "port ",
                            "port",         "port=",
                            "port=http",    "port=80 ",
                            "port=+80",     "port=-1",
                            "port=8e1",     "port=0x50",
                            "port=65536",   "sweep_ms=9223372036854775808",
                            "db_threads=0", "db_threads=1000000",
                            "argon2_mib=0", "argon2_passes=0",
                            "sweep_ms=0",   "session_ms=0"}) {
    CAPTURE(entry);
    const std::string name = std::string(entry).substr(0, std::string(entry).find('='));
    CHECK_THROWS_WITH_AS(from_line(entry), doctest::Contains(name.c_str()), std::runtime_error);
  }
  for (const char* toml : {"colour = \"green\"", "port = \"http\"", "port = 80.5", "port = true",
                           "port = [80]", "[server]\nport = 80", "port = ", "port = 1\nport = 2"}) {
    CAPTURE(toml);
    CHECK_THROWS_AS(from_file(toml), std::runtime_error);
  }
  const Environment port("GIRAFFE_PORT", "http");
  CHECK_THROWS_WITH_AS(app::load_config(std::nullopt, {}), doctest::Contains("port"), std::runtime_error);
}

TEST_CASE("an origin, a proxy or a network that could never fit is refused") {
  for (const char* entry :
       {"allowed_origins=https://a.example, http://localhost:5173,https://[::1]:8443", "allowed_origins= , ",
        "trusted_proxies=127.0.0.1, ::1 ,2001:db8::1", "networks=10.0.0.0/8=교내망, 2001:db8::/32=기숙사"}) {
    CAPTURE(entry);
    CHECK_NOTHROW(from_line(entry));
  }
  for (const char* entry :
       {"allowed_origins=*", "allowed_origins=a.example", "allowed_origins=https://a.example/",
        "allowed_origins=https://a.example,https://", "allowed_origins=https://*.example",
        "allowed_origins=https://A.example", "allowed_origins=null", "trusted_proxies=localhost",
        "trusted_proxies=10.0.0.0/8", "trusted_proxies=127.0.0.1, *", "trusted_proxies=127.0.0.1:80",
        "networks=10.0.0.0/8", "networks=10.0.0.1/8=교내망"}) {
    CAPTURE(entry);
    const std::string name = std::string(entry).substr(0, std::string(entry).find('='));
    CHECK_THROWS_WITH_AS(from_line(entry), doctest::Contains(name.c_str()), std::runtime_error);
  }
}

TEST_CASE("a proxy is trusted however its address is written") {
  const app::LiveSettings live(from_line("trusted_proxies=2001:DB8::1, 0:0:0:0:0:0:0:1, ::ffff:10.0.0.1"));
  CHECK(*live.trusted_proxies.get() == Overrides{"2001:db8::1", "::1", "10.0.0.1"});
}

TEST_CASE("a place to meet has a name, and perhaps a campus and a note") {
  const auto config = from_file("meeting_spots = \"중앙도서관, 정문 | 서울 | 밝은 곳; 학생회관 1층;\"");
  CHECK(app::split_list(config.meeting_spots, ';') ==
        Overrides{"중앙도서관, 정문 | 서울 | 밝은 곳", "학생회관 1층"});
  CHECK_NOTHROW(from_line("meeting_spots="));
  for (const std::string& spots : {std::string("정문; | 서울"), std::string("정문|서울|밝은 곳|또"),
                                   std::string("정\x01문"), std::string(101, 'x')}) {
    CAPTURE(spots);
    CHECK_THROWS_WITH_AS(from_line("meeting_spots=" + spots), doctest::Contains("meeting_spots"),
                         std::runtime_error);
  }
}

TEST_CASE("a fault of the file's form is told with its line, a missing file with its name") {
  CHECK_THROWS_WITH_AS(from_file("port = 1\naddress = \n"), doctest::Contains("market.toml:2: "),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(app::load_config("/no/such.toml", {}), doctest::Contains("/no/such.toml"),
                       std::runtime_error);
}

TEST_CASE("a list is separated by commas; blanks and empty entries do not count") {
  CHECK(app::split_list("").empty());
  CHECK(app::split_list(" , ,").empty());
  CHECK(app::split_list("a") == Overrides{"a"});
  CHECK(app::split_list(" a ,b,, c d ") == Overrides{"a", "b", "c d"});
}

TEST_CASE("the market's own links lead to the host of its public address, whatever its port") {
  const auto own = [](const std::string& url) {
    app::Config config;
    config.public_url = url;
    return app::own_hosts(config);
  };
  CHECK(own("") == Overrides{"localhost", "127.0.0.1"});
  CHECK(own("https://Market.example.ac.kr") == Overrides{"market.example.ac.kr"});
  CHECK(own("http://market.example.ac.kr:8443") == Overrides{"market.example.ac.kr"});
  CHECK(own("http://[::1]:8080") == Overrides{"[::1]"});
}

TEST_CASE("campuses are domains with names") {
  CHECK(from_line("campus_domains=hanguk.ac.kr=한국대학교, snu.example=다른 대학").campus_domains ==
        "hanguk.ac.kr=한국대학교, snu.example=다른 대학");
  for (const char* wrong : {"campus_domains=hanguk.ac.kr", "campus_domains=@hanguk.ac.kr=한국대학교",
                            "campus_domains=hanguk.ac.kr=", "verified_only=2", "verified_only=yes"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(from_line(wrong), std::runtime_error);
  }
}

TEST_CASE(
    "of settings that are read again a running market takes up those that can change, and names the others") {
  const app::Config running;
  app::Config read;
  read.operator_name = "총학생회";
  read.sweep_ms = 1000;
  read.port = 8081;
  read.data_dir = "elsewhere";
  app::Changes changes;
  const app::Config next = app::taken_up(running, read, changes);
  CHECK(changes.taken_up == std::vector<std::string>{"operator_name", "sweep_ms"});
  CHECK(changes.at_restart == std::vector<std::string>{"port", "data_dir"});
  CHECK(next.operator_name == "총학생회");
  CHECK(next.sweep_ms == 1000);
  CHECK(next.port == running.port);
  CHECK(next.data_dir == running.data_dir);

  app::Changes none;
  (void)app::taken_up(next, next, none);
  CHECK(none.taken_up.empty());
  CHECK(none.at_restart.empty());
}

}  // namespace config_test
