#include "mail/smtp.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace smtp_test {

namespace {

mail::SmtpSettings usual() {
  return {.url = "smtp://mail.example:587",
          .tls = "required",
          .user = "",
          .password = "",
          .from = "market@giraffe.example",
          .ca_file = "",
          .connect_ms = 1000,
          .total_ms = 1000};
}

}  // namespace

TEST_CASE("settings with which no mail could be sent, or not safely, are refused at the start") {
  CHECK_NOTHROW(mail::Smtp{usual()});
  for (const char* url : {"", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example/path",
                          "smtp://user@mail.example", "smtp://mail.example?x"}) {
    CAPTURE(url);
    auto settings = usual();
    settings.url = url;
    CHECK_THROWS_AS(mail::Smtp{settings}, std::runtime_error);
  }
  auto settings = usual();
  settings.from = "market";
  CHECK_THROWS_AS(mail::Smtp{settings}, std::runtime_error);
  settings = usual();
  settings.tls = "maybe";
  CHECK_THROWS_AS(mail::Smtp{settings}, std::runtime_error);
}

TEST_CASE("a password is given to nobody without encryption") {
  auto settings = usual();
  settings.user = "giraffe";
  CHECK_NOTHROW(mail::Smtp{settings});
  for (const char* tls : {"opportunistic", "off"}) {
    settings.tls = tls;
    settings.url = "smtp://mail.example";
    CHECK_THROWS_AS(mail::Smtp{settings}, std::runtime_error);
    settings.url = "smtps://mail.example";  // where it says nothing
    CHECK_NOTHROW(mail::Smtp{settings});
  }
}

}  // namespace smtp_test
