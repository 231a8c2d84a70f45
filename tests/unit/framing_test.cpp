#include "http/framing.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "http/target.h"

namespace framing_test {

using http::Method;
using http::NameValue;
using http::Request;
using http::RequestFramer;
using http::ServerLimits;

namespace {

ServerLimits small_limits() {
  ServerLimits limits;
  limits.head_bytes = 512;
  limits.target_bytes = 128;
  limits.headers = 5;
  limits.body_bytes = 32;
  return limits;
}

// Everything that comes of a stream, as text that can be compared: one line a request, the fault at the end.
std::string outcome(RequestFramer& framer, std::string_view bytes, std::string& log) {
  while (!bytes.empty() && framer.state() != RequestFramer::State::failed) {
    bytes.remove_prefix(framer.feed(bytes));
    if (framer.state() == RequestFramer::State::complete) {
      const Request request = framer.take();
      log += std::string(name(request.method)) + " " + request.path + " " +
             (request.keep_alive ? "keep" : "close");
      for (const auto& [key, value] : request.query) log += " ?" + key + "=" + value;
      for (const auto& [key, value] : request.headers) log += " " + key + ":" + value;
      log += " [" + request.body + "]\n";
    } else if (framer.state() == RequestFramer::State::failed) {
      log += std::to_string(framer.error().status) + " " + framer.error().code + "\n";
    }
  }
  return log;
}

std::string whole(const std::string& bytes) {
  RequestFramer framer(small_limits());
  std::string log;
  return outcome(framer, bytes, log);
}

std::string in_two(const std::string& bytes, std::size_t cut) {
  RequestFramer framer(small_limits());
  std::string log;
  outcome(framer, std::string_view(bytes).substr(0, cut), log);
  return outcome(framer, std::string_view(bytes).substr(cut), log);
}

std::string dripped(const std::string& bytes) {
  RequestFramer framer(small_limits());
  std::string log;
  for (const char c : bytes) outcome(framer, std::string_view(&c, 1), log);
  return log;
}

struct Case {
  std::string name;
  std::string bytes;
  std::string expected;
};

std::string request(const std::string& line, const std::string& headers = "", const std::string& body = "") {
  return line + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

std::string post(const std::string& headers, const std::string& body = "") {
  return request("POST /p", headers, body);
}

std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

const std::string bad_request = "400 malformed-request\n";
const std::string bad_target = "400 malformed-target\n";
const std::string chunked_ok = "POST /p keep host:a transfer-encoding:chunked [hello]\n";

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"the smallest request", request("GET /"), "GET / keep host:a []\n"},
      {"one empty line before a request is let pass", "\r\n" + request("GET /"), "GET / keep host:a []\n"},
      {"two empty lines are not", "\r\n\r\n" + request("GET /"), bad_request},
      {"two requests in a row", request("GET /1") + request("DELETE /2"),
       "GET /1 keep host:a []\nDELETE /2 keep host:a []\n"},
      {"a header's value is trimmed and its name put in lower case", request("GET /", "X-A: \t b c \t\r\n"),
       "GET / keep host:a x-a:b c []\n"},
      {"an empty value is a value", request("GET /", "X-A:\r\n"), "GET / keep host:a x-a: []\n"},
      {"a body by its length", post("Content-Length: 5\r\n", "hello"),
       "POST /p keep host:a content-length:5 [hello]\n"},
      {"a body of length zero", post("Content-Length: 0\r\n"), "POST /p keep host:a content-length:0 []\n"},
      {"a body, then a request", post("Content-Length: 2\r\n", "hi") + request("GET /"),
       "POST /p keep host:a content-length:2 [hi]\nGET / keep host:a []\n"},
      {"bytes after a body without a length are no body", post("", "hello\r\n\r\n"),
       "POST /p keep host:a []\n" + bad_request},
      {"HTTP/1.0 needs no host and closes", "GET / HTTP/1.0\r\n\r\n", "GET / close []\n"},
      {"HTTP/1.0 may stay", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
       "GET / keep connection:Keep-Alive []\n"},
      {"close among other options", request("GET /", "Connection: foo, Close\r\n"),
       "GET / close host:a connection:foo, Close []\n"},
      {"close outlasts a later keep-alive",
       request("GET /", "Connection: close\r\nConnection: keep-alive\r\n"),
       "GET / close host:a connection:close connection:keep-alive []\n"},

      {"no version", "GET /\r\n\r\n", bad_request},
      {"an empty version", "GET / \r\n\r\n", bad_request},
      {"a version that is none", "GET / HTTP/1.\r\n\r\n", bad_request},
      {"a version in lower case", "GET / http/1.1\r\n\r\n", bad_request},
      {"HTTP/2.0", "PRI * HTTP/2.0\r\n\r\n", "505 http-version-not-supported\n"},
      {"HTTP/0.9 by name", "GET / HTTP/0.9\r\n\r\n", "505 http-version-not-supported\n"},
      {"an unknown method", request("PROPFIND /"), "501 method-not-implemented\n"},
      {"TRACE", request("TRACE /"), "501 method-not-implemented\n"},
      {"a method in lower case is another method", request("get /"), "501 method-not-implemented\n"},
      {"a method with a character that none may have", request("G@T /"), bad_request},
      {"no method", request(" /"), bad_request},
      {"an empty target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", bad_target},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", bad_request},
      {"a tab in the request line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", bad_request},
      {"a line that ends with LF alone", "GET / HTTP/1.1\nHost: a\n\n", bad_request},
      {"a header that ends with LF alone", "GET / HTTP/1.1\r\nHost: a\n\r\n", bad_request},
      {"CR within a line", request("GET /", "X: a\rb\r\n"), bad_request},
      {"CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", bad_request},
      {"NUL in the target", request(std::string("GET /a\0b", 8)), bad_request},
      {"NUL in a header", request("GET /", std::string("X: a\0b\r\n", 8)), bad_request},
      {"a control character in a header", request("GET /", "X: a\x01\r\n"), bad_request},
      {"DEL in a header", request("GET /", "X: a\x7f\r\n"), bad_request},
      {"a header without a colon", request("GET /", "Foo\r\n"), bad_request},
      {"a header without a name", request("GET /", ": x\r\n"), bad_request},
      {"space before the colon", request("GET /", "X : a\r\n"), bad_request},
      {"a folded header", request("GET /", "X: a\r\n b\r\n"), bad_request},
      {"a header that begins with a tab", request("GET /", "\tX: a\r\n"), bad_request},
      {"no host", "GET / HTTP/1.1\r\n\r\n", bad_request},
      {"two hosts", request("GET /", "Host: b\r\n"), bad_request},
      {"two hosts with HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", bad_request},
      {"a host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", bad_request},
      {"a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", bad_request},
      {"a host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", bad_request},
      {"an IPv6 host with a port", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
       "GET / keep host:[::1]:80 []\n"},

      {"a length that is no number", post("Content-Length: abc\r\n"), bad_request},
      {"an empty length", post("Content-Length:\r\n"), bad_request},
      {"a length with a sign", post("Content-Length: +5\r\n", "hello"), bad_request},
      {"a negative length", post("Content-Length: -5\r\n"), bad_request},
      {"a length with letters behind", post("Content-Length: 5abc\r\n", "hello"), bad_request},
      {"a hexadecimal length", post("Content-Length: 0x5\r\n", "hello"), bad_request},
      {"a length with a space in it", post("Content-Length: 5 5\r\n", "hello"), bad_request},
      {"two lengths in one header", post("Content-Length: 5, 5\r\n", "hello"), bad_request},
      {"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), bad_request},
      {"two different lengths", post("Content-Length: 5\r\nContent-Length: 3\r\n", "hello"), bad_request},
      {"a body one byte too large", post("Content-Length: 33\r\n"), "413 body-too-large\n"},
      {"a body as large as may be", post("Content-Length: 32\r\n", std::string(32, 'x')),
       "POST /p keep host:a content-length:32 [" + std::string(32, 'x') + "]\n"},
      {"a length beyond 64 bits", post("Content-Length: 99999999999999999999999\r\n"),
       "413 body-too-large\n"},
      {"a length of 2^64", post("Content-Length: 18446744073709551616\r\n"), "413 body-too-large\n"},
      {"length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       bad_request},
      {"chunks and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
       bad_request},
      {"chunks with HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", bad_request},
      {"gzip", post("Transfer-Encoding: gzip, chunked\r\n"), "501 transfer-encoding-not-supported\n"},
      {"identity", post("Transfer-Encoding: identity\r\n"), "501 transfer-encoding-not-supported\n"},
      {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n"), bad_request},
      {"chunked in two headers", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
       bad_request},
      {"an empty coding", post("Transfer-Encoding: ,\r\n"), bad_request},
      {"a coding behind a vertical tab",
       post("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       bad_request},

      {"one chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), chunked_ok},
      {"several chunks", chunked("1\r\nh\r\n2\r\nel\r\n02\r\nlo\r\n0\r\n\r\n"), chunked_ok},
      {"a chunk that holds line ends", chunked("6\r\na\r\nb\r\n\r\n0\r\n\r\n"),
       "POST /p keep host:a transfer-encoding:chunked [a\r\nb\r\n]\n"},
      {"a hexadecimal size in either case", chunked("A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n"),
       "POST /p keep host:a transfer-encoding:chunked [01234567890123456789a]\n"},
      {"extensions are ignored", chunked("5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n"), chunked_ok},
      {"trailers are forgotten", chunked("5\r\nhello\r\n0\r\nHost: evil\r\nContent-Length: 9\r\n\r\n"),
       chunked_ok},
      {"no chunks but the last", chunked("0\r\n\r\n"), "POST /p keep host:a transfer-encoding:chunked []\n"},
      {"chunks, then a request", chunked("5\r\nhello\r\n0\r\n\r\n") + request("GET /"),
       chunked_ok + "GET / keep host:a []\n"},
      {"a size that is no number", chunked("zz\r\nhello\r\n0\r\n\r\n"), bad_request},
      {"an empty size", chunked("\r\nhello\r\n0\r\n\r\n"), bad_request},
      {"a negative size", chunked("-5\r\nhello\r\n"), bad_request},
      {"a size with 0x", chunked("0x5\r\nhello\r\n"), bad_request},
      {"a size behind a space", chunked(" 5\r\nhello\r\n"), bad_request},
      {"a size before a space", chunked("5 \r\nhello\r\n"), bad_request},
      {"a size that ends with LF alone", chunked("5\nhello\r\n0\r\n\r\n"), bad_request},
      {"a chunk that ends with LF alone", chunked("5\r\nhello\n0\r\n\r\n"), bad_request},
      {"a chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n"), bad_request},
      {"a chunk shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n"), bad_request},
      {"a chunk of 2^63", chunked("7fffffffffffffff\r\n"), "413 body-too-large\n"},
      {"a chunk of 2^64 - 1", chunked("ffffffffffffffff\r\n"), "413 body-too-large\n"},
      {"a size of 17 digits", chunked("00000000000000005\r\nhello\r\n"), bad_request},
      {"chunks that add up to too much", chunked("20\r\n" + std::string(32, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"),
       "413 body-too-large\n"},
      {"a size line without end", chunked("5;" + std::string(400, 'x')), bad_request},
      {"too many trailers", chunked("0\r\na:1\r\nb:2\r\nc:3\r\nd:4\r\ne:5\r\nf:6\r\n\r\n"),
       "431 headers-too-large\n"},
      {"trailers without end", chunked("0\r\na: " + std::string(600, 'x')), "431 headers-too-large\n"},
      {"a trailer that ends with LF alone", chunked("0\r\na: b\n\r\n"), bad_request},

      {"as many headers as may be", request("GET /", "a:\r\nb:\r\nc:\r\nd:\r\n"),
       "GET / keep host:a a: b: c: d: []\n"},
      {"one header more", request("GET /", "a:\r\nb:\r\nc:\r\nd:\r\ne:\r\n"), "431 headers-too-large\n"},
      {"a header without end", request("GET /", "X: " + std::string(600, 'x')), "431 headers-too-large\n"},
      {"headers that add up to too much",
       request("GET /", "a: " + std::string(300, 'x') + "\r\nb: " + std::string(300, 'x')),
       "431 headers-too-large\n"},
      {"a target as long as may be", request("GET /" + std::string(127, 'x')),
       "GET /" + std::string(127, 'x') + " keep host:a []\n"},
      {"a target one byte longer", request("GET /" + std::string(128, 'x')), "414 target-too-long\n"},
      {"a request line without end", std::string(5000, 'x'), "414 target-too-long\n"},

      {"an expectation that cannot be met", post("Expect: gold\r\n"), "417 expectation-failed\n"},
      {"an expectation of HTTP/1.0 is ignored", "POST / HTTP/1.0\r\nExpect: gold\r\n\r\n",
       "POST / close expect:gold []\n"},

      {"a query keeps its order and its duplicates", request("GET /p?b=1&a=2&b=3&&c&=d&e=f=g"),
       "GET /p keep ?b=1 ?a=2 ?b=3 ?c= ?=d ?e=f=g host:a []\n"},
      {"plus is a space in the query alone", request("GET /a+b?c+d=e+f%2B"),
       "GET /a+b keep ?c d=e f+ host:a []\n"},
      {"escapes are decoded", request("GET /%EC%B1%85?q=%EB%AF%B8%26"), "GET /책 keep ?q=미& host:a []\n"},
      {"UTF-8 as curl sends it", request("GET /책?q=미"), "GET /책 keep ?q=미 host:a []\n"},
      {"a trailing slash is kept", request("GET /posts/"), "GET /posts/ keep host:a []\n"},
      {"dots within a name are no dot segment", request("GET /.a/..b/c.."),
       "GET /.a/..b/c.. keep host:a []\n"},
      {"OPTIONS *", request("OPTIONS *"), "OPTIONS * keep host:a []\n"},
      {"* for another method", request("GET *"), bad_target},
      {"the absolute form is reduced and its host counts", request("GET HTTP://b:80/p?q=1"),
       "GET /p keep ?q=1 host:b:80 []\n"},
      {"the absolute form without a path", request("GET http://b"), "GET / keep host:b []\n"},
      {"the absolute form with a query alone", request("GET http://b?q=1"), "GET / keep ?q=1 host:b []\n"},
      {"the absolute form without a host", request("GET http:///p"), bad_target},
      {"the absolute form with a user", request("GET http://u@b/"), bad_target},
      {"no leading slash", request("GET posts"), bad_target},
      {"a fragment", request("GET /p#x"), bad_target},
      {"an empty segment", request("GET //a"), bad_target},
      {"an empty segment at the end", request("GET /a//"), bad_target},
      {"nothing but slashes", request("GET " + std::string(100, '/')), bad_target},
      {"..", request("GET /a/../b"), bad_target},
      {".. at the end", request("GET /a/.."), bad_target},
      {".", request("GET /./a"), bad_target},
      {"encoded ..", request("GET /%2e%2E/b"), bad_target},
      {"half-encoded ..", request("GET /a/.%2e"), bad_target},
      {"an encoded slash", request("GET /a%2Fb"), bad_target},
      {"an encoded slash in the query is text", request("GET /p?u=a%2Fb"), "GET /p keep ?u=a/b host:a []\n"},
      {"%00", request("GET /a%00"), bad_target},
      {"%00 in the query", request("GET /a?b=%00"), bad_target},
      {"an encoded line break in the query", request("GET /a?b=%0d%0a"), bad_target},
      {"a broken escape", request("GET /a%zz"), bad_target},
      {"an escape cut off", request("GET /a%e"), bad_target},
      {"a lone percent sign", request("GET /a?b=100%"), bad_target},
      {"invalid UTF-8", request("GET /%ff"), bad_target},
      {"overlong UTF-8", request("GET /%c0%af"), bad_target},
      {"a surrogate", request("GET /%ed%a0%80"), bad_target},
      {"beyond U+10FFFF", request("GET /%f4%90%80%80"), bad_target},
      {"UTF-8 cut off", request("GET /?q=%e2%82"), bad_target},
  };
  return all;
}

}  // namespace

TEST_CASE("requests are framed, and faults found, as RFC 9112 wants") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    CHECK(whole(c.bytes) == c.expected);
  }
}

TEST_CASE("where the network cuts a request makes no difference") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    CHECK(dripped(c.bytes) == c.expected);
    for (std::size_t cut = 0; cut <= c.bytes.size(); ++cut) {
      CAPTURE(cut);
      REQUIRE(in_two(c.bytes, cut) == c.expected);
    }
  }
}

TEST_CASE("the wish for 100-continue is told once, and only where a body is to come") {
  RequestFramer framer(small_limits());
  framer.feed(post("Expect: 100-Continue\r\nContent-Length: 5\r\n"));
  CHECK(framer.take_expectation());
  CHECK_FALSE(framer.take_expectation());
  framer.feed("hello");
  CHECK(framer.state() == RequestFramer::State::complete);
  framer.take();
  framer.feed(post("Expect: 100-continue\r\n"));
  CHECK(framer.state() == RequestFramer::State::complete);
  CHECK_FALSE(framer.take_expectation());
}

TEST_CASE("a framer is idle between requests and not within one") {
  RequestFramer framer(small_limits());
  CHECK(framer.idle());
  framer.feed("G");
  CHECK_FALSE(framer.idle());
  framer.feed("ET / HTTP/1.1\r\n");
  CHECK_FALSE(framer.idle());
  framer.feed("Host: a\r\n\r\n");
  framer.take();
  CHECK(framer.idle());
}

TEST_CASE("a request that comes byte by byte costs about as much as the same bytes in pieces") {
  ServerLimits limits;
  limits.head_bytes = 16 * 1024 * 1024;
  const std::string bytes = request("GET /", "X: " + std::string(4 * 1024 * 1024, 'x') + "\r\n");
  const auto begin = std::chrono::steady_clock::now();
  RequestFramer framer(limits);
  for (const char c : bytes) framer.feed({&c, 1});
  CHECK(framer.state() == RequestFramer::State::complete);
  // Quadratic cost would be 8 * 10^12 byte visits: hours.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

}  // namespace framing_test
