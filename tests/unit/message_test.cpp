#include "mail/message.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "core/token.h"

namespace message_test {

namespace {

constexpr core::Millis now = 1'772'415'000'000;  // 2026-03-02T01:30:00Z

mail::NewMail to(std::string recipient, std::string subject = "Hello", std::string body = "Hello\n") {
  mail::NewMail mail;
  mail.recipient = std::move(recipient);
  mail.subject = std::move(subject);
  mail.body = std::move(body);
  return mail;
}

std::string message_of(const mail::NewMail& mail) {
  return mail::message(mail, "market@giraffe.example", "abc123", now);
}

// Every line that begins at its left edge, up to the empty one.
int header_count(const std::string& message) {
  int count = 0;
  for (std::size_t at = 0; message.compare(at, 2, "\r\n") != 0; at = message.find("\r\n", at) + 2) {
    if (message[at] != ' ') ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a message has the headers that a mail needs, and its text in base64") {
  CHECK(message_of(to("minji@giraffe.example", "Your code", "123\nfür dich\n")) ==
        "Date: Mon, 02 Mar 2026 01:30:00 +0000\r\n"
        "From: =?UTF-8?B?6riw66awIEErIOu2gSDrp4jsvJM=?= <market@giraffe.example>\r\n"
        "To: <minji@giraffe.example>\r\n"
        "Subject: Your code\r\n"
        "Message-ID: <abc123@giraffe.example>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "MTIzDQpmw7xyIGRpY2gNCg==\r\n");
}

TEST_CASE("nothing that is put into a mail begins a header of its own") {
  const int usual = header_count(message_of(to("minji@giraffe.example")));
  for (const std::string text :
       {"a\r\nBcc: all@giraffe.example", "a\nBcc: all@giraffe.example", "a\rBcc: x", "\r\n\r\nbody",
        "가\r\nBcc: all@giraffe.example", "a\r\n b", "a\x01z", "=?UTF-8?B?DQpCY2M6IHg=?="}) {
    CAPTURE(text);
    const std::string message = message_of(to("minji@giraffe.example", text, text));
    CHECK(header_count(message) == usual);
    CHECK(message.find("\nBcc") == std::string::npos);
    CHECK(message.find("\rBcc") == std::string::npos);
    CHECK(message.find("\r\n\r\n") == message.rfind("\r\n\r\n"));
  }
}

TEST_CASE("what is no address is written to by nobody") {
  for (const std::string address :
       {"", "minji", "@giraffe.example", "minji@", "a@b@c", "a b@giraffe.example",
        "a@giraffe.example>, <b@c.d", "a@giraffe.example\r\nBcc: b@c.d", "a@giraffe.example\n",
        "<a@giraffe.example>", "a@giraffe.example,b@c.d", "a@giraffe.example;b@c.d", "\"a\"@giraffe.example",
        "a@giraffe.example\x7f", "\xff@giraffe.example"}) {
    CAPTURE(address);
    CHECK_FALSE(mail::is_address(address));
    CHECK_THROWS_AS(message_of(to(address)), std::invalid_argument);
  }
  for (const std::string address :
       {"a@b.example", "first.last+tag@sub.giraffe.example", "기린@giraffe.example"}) {
    CHECK(mail::is_address(address));
  }
}

TEST_CASE("a subject that is not ASCII is encoded in words that are short enough and hold whole characters") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "기";
  const std::string words = mail::header_words(text);
  std::size_t begin = 0;
  int lines = 0;
  while (begin < words.size()) {
    const auto end = std::min(words.find("\r\n ", begin), words.size());
    const std::string word = words.substr(begin, end - begin);
    CHECK(word.size() <= 75);
    CHECK(word.starts_with("=?UTF-8?B?"));
    CHECK(word.ends_with("?="));
    // Three bytes a syllable are four characters: a word that ended within one would have padding.
    CHECK((word.size() - 12) % 4 == 0);
    CHECK(word.find("==?=") == std::string::npos);
    begin = end + 3;
    ++lines;
  }
  CHECK(lines == 4);
  CHECK(mail::header_words("plain text") == "plain text");
  CHECK(mail::header_words(std::string(200, 'x')).find("\r\n ") != std::string::npos);
}

TEST_CASE("no line of a message is longer than mail servers take") {
  const std::string message = message_of(to("minji@giraffe.example", "x", std::string(100'000, 'x')));
  std::size_t begin = 0;
  while (begin < message.size()) {
    const auto end = message.find("\r\n", begin);
    CHECK(end - begin <= 78);
    begin = end + 2;
  }
}

}  // namespace message_test
