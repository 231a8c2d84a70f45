#include "users/account_mails.h"

#include <doctest/doctest.h>

#include <string>

namespace account_mails_test {

TEST_CASE(
    "a device is called by its browser and its system, and by nothing that somebody wrote into the header") {
  const auto name = [](const char* agent) { return users::device_name(agent); };
  CHECK(
      name(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
          "Safari/537.36") == "Chrome (Windows)");
  CHECK(
      name(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
          "Safari/537.36 Edg/120.0.0.0") == "Edge (Windows)");
  CHECK(
      name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
           "Version/17.1 Mobile/15E148 Safari/604.1") == "Safari (iPhone)");
  CHECK(name("Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) "
             "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36") == "Samsung Internet (Android)");
  CHECK(name("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0") == "Firefox (Linux)");
  CHECK(name("curl/7.88.1") == "curl");
  CHECK(name("Your account is locked, call 010-0000-0000") == "");
  CHECK(name("") == "");
}

}  // namespace account_mails_test
