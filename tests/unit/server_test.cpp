// A real server on a free port, attacked over raw sockets. The first four tests are the faults that the HTTP
// library has when it is used as its examples do.
#include "http/server.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "raw_client.h"

namespace server_test {

using http::Reply;
using http::Request;
using http::Response;
using http::Server;
using http::ServerLimits;
using test::RawAnswer;
using test::RawClient;

namespace {

using namespace std::chrono_literals;

template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit = 3000ms) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

Response text(std::string body) {
  Response response;
  response.headers = {{"Content-Type", "text/plain"}};
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

ServerLimits small_limits() {
  ServerLimits limits;
  limits.head_bytes = 2048;
  limits.target_bytes = 512;
  limits.body_bytes = 64 * 1024;
  limits.headers = 20;
  limits.head_ms = limits.body_ms = limits.idle_ms = limits.write_ms = 500;
  return limits;
}

// An app with what the tests need: answers at once, from another thread, much later, twice, or never.
class Fixture {
 public:
  explicit Fixture(ServerLimits limits = {})
      : server(limits,
               [this](Request&& request, Reply reply) { handle(std::move(request), std::move(reply)); }) {
    port = server.listen("127.0.0.1", 0);
  }
  ~Fixture() {
    server.stop(0);
    for (auto& thread : threads_) thread.join();
  }

  RawClient connect() const { return RawClient(port); }
  bool alive() const { return connect().fetch("/hello").status == 200; }
  std::size_t parked() {
    const std::lock_guard lock(mutex_);
    return parked_.size();
  }
  // Answers everything parked with its own name, from the calling thread.
  void wake() {
    std::map<std::string, Reply> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(parked_);
    }
    for (auto& [name, reply] : all) reply.send(text(name));
  }
  Reply take_parked(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Reply reply = parked_.at(name);
    parked_.erase(name);
    return reply;
  }

  std::atomic<int> gone = 0;
  std::atomic<bool> blocked = false;  // an I/O thread waits for `unblock`
  std::promise<void> unblock;
  std::uint16_t port = 0;
  const http::Body big = std::make_shared<const std::string>(8 * 1024 * 1024, 'x');

 private:
  void handle(Request&& request, Reply reply) {
    const std::string& path = request.path;
    if (path == "/hello") return reply.send(text("hello"));
    if (path == "/echo") {
      return reply.send(text(std::string(name(request.method)) + " " + std::to_string(request.body.size()) +
                             " " + request.body.substr(0, 1000)));
    }
    if (path == "/own-big") return reply.send(text(*big));
    if (path == "/path") return reply.send(text(request.id + " " + request.peer));
    if (path == "/thread") {
      const std::lock_guard lock(mutex_);
      threads_.emplace_back([reply] { reply.send(text("from a thread")); });
      return;
    }
    if (path == "/twice") {
      reply.send(text("first"));
      return reply.send(text("second"));
    }
    if (path == "/drop") return;
    if (path == "/block") {
      blocked = true;
      unblock.get_future().wait();
      return reply.send(text("at last"));
    }
    if (path == "/throw") throw std::runtime_error("a secret");
    if (path == "/throw-42") throw 42;
    if (path == "/no-content") return reply.send(http::no_content());
    if (path == "/not-modified") {
      Response response = text("must not be sent");
      response.status = 304;
      return reply.send(std::move(response));
    }
    if (path == "/inject") {
      return reply.send(
          text("safe").with("Location", "/a\r\nSet-Cookie: session=evil").with("Content-Length", "9"));
    }
    if (path == "/close") {
      Response response = text("bye");
      response.close = true;
      return reply.send(std::move(response));
    }
    if (path == "/big") {
      Response response;
      response.body = big;
      return reply.send(std::move(response));
    }
    if (path.starts_with("/park/")) {
      const std::string name = path.substr(6);
      {
        const std::lock_guard lock(mutex_);
        parked_.insert_or_assign(name, reply);
      }
      reply.on_gone([this, name] {
        ++gone;
        const std::lock_guard lock(mutex_);
        parked_.erase(name);
      });
      return;
    }
    reply.send(http::json(404, "{}"));
  }

  std::mutex mutex_;
  std::map<std::string, Reply> parked_;
  std::vector<std::thread> threads_;

 public:
  Server server;  // last: it stops before what its app uses goes away
};

const std::string chunked_post = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE("a parked reply never goes to another client who got the same descriptor") {
  ServerLimits limits;
  limits.io_threads = 1;
  Fixture fixture(limits);
  for (int round = 0; round < 50; ++round) {
    RawClient alice = fixture.connect();
    alice.get("/park/alice");
    REQUIRE(eventually([&] { return fixture.parked() == 1; }));
    const Reply held = fixture.take_parked("alice");
    alice.leave();
    REQUIRE(eventually([&] { return fixture.server.connections() == 0; }));
    RawClient bob = fixture.connect();
    bob.get("/park/bob");
    REQUIRE(eventually([&] { return fixture.parked() == 1; }));
    held.send(text("alice's secret"));
    fixture.wake();
    CHECK(bob.answer().body == "bob");
  }
}

TEST_CASE("replies reach the right clients while others come and go") {
  Fixture fixture;
  std::atomic<bool> stop = false;
  std::thread waker([&] {
    while (!stop) {
      fixture.wake();
      std::this_thread::sleep_for(1ms);
    }
  });
  std::atomic<int> right = 0, wrong = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; i < 150; ++i) {
        const std::string name = std::to_string(c) + "-" + std::to_string(i);
        RawClient client = fixture.connect();
        client.get("/park/" + name);
        if (i % 3 == 0) {
          if (i % 2 == 0) client.vanish();
          continue;  // leaves without waiting
        }
        ++(client.answer().body == name ? right : wrong);
      }
    });
  }
  for (auto& client : clients) client.join();
  stop = true;
  waker.join();
  CHECK(right == 8 * 100);
  CHECK(wrong == 0);
}

TEST_CASE("a chunk whose CR and LF come in two packets is read like any other") {
  Fixture fixture;
  RawClient client = fixture.connect();
  client.send(chunked_post + "5\r\nhello\r");
  std::this_thread::sleep_for(30ms);
  client.send("\n0\r\n\r\n");
  CHECK(client.answer().body == "POST 5 hello");
  CHECK(fixture.alive());
}

TEST_CASE("a target of 16,000 slashes is refused and the server lives on") {
  ServerLimits limits;
  limits.target_bytes = 32 * 1024;
  limits.head_bytes = 64 * 1024;
  Fixture fixture(limits);
  const RawAnswer refused = fixture.connect().fetch(std::string(16'000, '/'));
  CHECK(refused.status == 400);
  CHECK(refused.body.find("malformed-target") != std::string::npos);
  CHECK(fixture.alive());
}

TEST_CASE("a client who does not read 8 MB holds up nobody else") {
  ServerLimits limits;
  limits.io_threads = 1;
  Fixture fixture(limits);
  RawClient lazy(fixture.port, 4096);
  lazy.get("/big");
  for (int i = 0; i < 20; ++i) CHECK(fixture.alive());
  // …and gets everything once it reads.
  const RawAnswer all = lazy.answer();
  CHECK(all.body == *fixture.big);
}

TEST_CASE("a client who never reads is cut off after the write limit") {
  Fixture fixture(small_limits());
  RawClient lazy(fixture.port, 4096);
  lazy.get("/big");
  REQUIRE(eventually([&] { return fixture.server.connections() == 1; }));
  CHECK(eventually([&] { return fixture.server.connections() == 0; }));
}

TEST_CASE("a client who reads a little now and then is cut off once its time is over") {
  ServerLimits limits = small_limits();
  limits.least_bytes_a_second = std::size_t{16} * 1024 * 1024;  // 0.5 s for 8 MB, and write_ms
  Fixture fixture(limits);
  RawClient slow(fixture.port, 4096);
  slow.get("/big");
  REQUIRE(eventually([&] { return fixture.server.connections() == 1; }));
  const auto begun = std::chrono::steady_clock::now();
  // Each time enough for the system to open the window again, so that the server does get rid of something.
  while (fixture.server.connections() == 1 && std::chrono::steady_clock::now() - begun < 5s) {
    (void)slow.read_some();
    std::this_thread::sleep_for(20ms);
  }
  CHECK(fixture.server.connections() == 0);
  CHECK(fixture.alive());
}

TEST_CASE("answers that nobody reads cannot use up the memory") {
  ServerLimits limits;
  limits.io_threads = 1;
  limits.body_bytes = 1024;
  limits.unread_bytes = std::size_t{40} * 1024 * 1024;
  Fixture fixture(limits);
  std::vector<RawClient> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back(fixture.port, 4096);
    clients.back().get("/own-big");  // 8 MB each, made for this client alone
    CHECK(clients.back().read_some());
  }
  // The first of them had to go, the last ones are served.
  CHECK(eventually([&] { return fixture.server.connections() <= 5; }));
  CHECK(fixture.alive());
  CHECK(clients.back().answer().body.size() == fixture.big->size());
}

TEST_CASE("an answer has its length, date, connection and request id") {
  Fixture fixture;
  RawClient client = fixture.connect();
  const RawAnswer answer = client.fetch("/path");
  CHECK(answer.status == 200);
  CHECK(answer.header("Date").ends_with(" GMT"));
  CHECK(answer.header("Connection") == "keep-alive");
  CHECK(answer.header("Content-Type") == "text/plain");
  CHECK(answer.header("X-Request-Id").size() == 26);
  CHECK(answer.body == answer.header("X-Request-Id") + " 127.0.0.1");
  CHECK(client.fetch("/path").header("X-Request-Id") != answer.header("X-Request-Id"));
}

TEST_CASE("pipelined requests are answered in order, also across a parked one") {
  Fixture fixture;
  RawClient client = fixture.connect();
  std::string requests;
  for (const char* target : {"/hello", "/thread", "/park/here", "/thread", "/nowhere", "/hello"}) {
    requests += "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }
  client.send(requests);
  CHECK(client.answer().body == "hello");
  CHECK(client.answer().body == "from a thread");
  CHECK(client.silent_for(50));
  fixture.wake();
  CHECK(client.answer().body == "here");
  CHECK(client.answer().body == "from a thread");
  CHECK(client.answer().status == 404);
  CHECK(client.answer().body == "hello");
}

TEST_CASE("thousands of pipelined requests get thousands of answers") {
  Fixture fixture;
  RawClient client = fixture.connect();
  std::thread sender([&] {
    std::string batch;
    for (int i = 0; i < 100; ++i) batch += "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n";
    for (int i = 0; i < 50; ++i) client.send(batch);
  });
  int right = 0;
  for (int i = 0; i < 5000; ++i) right += client.answer().body == "hello" ? 1 : 0;
  sender.join();
  CHECK(right == 5000);
}

TEST_CASE("requests behind a parked one are queued within bounds") {
  Fixture fixture(small_limits());
  RawClient client = fixture.connect();
  client.get("/park/first");
  REQUIRE(eventually([&] { return fixture.parked() == 1; }));
  client.send(std::string(80 * 1024, 'x'));
  CHECK(eventually([&] { return fixture.server.connections() == 0; }));
  CHECK(fixture.gone == 1);
}

TEST_CASE("HTTP/1.0 closes by default and stays when asked to") {
  Fixture fixture;
  RawClient closing = fixture.connect();
  closing.send("GET /hello HTTP/1.0\r\n\r\n");
  CHECK(closing.answer().header("Connection") == "close");
  CHECK(closing.at_end());
  RawClient staying = fixture.connect();
  for (int i = 0; i < 2; ++i) {
    staying.send("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    CHECK(staying.answer().header("Connection") == "keep-alive");
  }
}

TEST_CASE("Connection: close is kept, whoever says it") {
  Fixture fixture;
  RawClient by_client = fixture.connect();
  CHECK(by_client.fetch("/hello", "Connection: close\r\n").header("Connection") == "close");
  CHECK(by_client.at_end());
  RawClient by_app = fixture.connect();
  CHECK(by_app.fetch("/close").header("Connection") == "close");
  CHECK(by_app.at_end());
}

TEST_CASE("HEAD tells the length of the body and sends none") {
  Fixture fixture;
  RawClient client = fixture.connect();
  client.send("HEAD /big HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(client.answer(true).header("Content-Length") == "8388608");
  CHECK(client.fetch("/hello").body == "hello");
}

TEST_CASE("204 and 304 have neither length nor body") {
  Fixture fixture;
  RawClient client = fixture.connect();
  for (const char* target : {"/no-content", "/not-modified"}) {
    const RawAnswer answer = client.fetch(target);
    CHECK(answer.header("Content-Length") == "");
    CHECK(client.fetch("/hello").body == "hello");
  }
}

TEST_CASE("a line break in a header of the app becomes no header of the answer") {
  Fixture fixture;
  const RawAnswer answer = fixture.connect().fetch("/inject");
  CHECK(answer.head.find("evil") == std::string::npos);
  CHECK(answer.header("Content-Length") == "4");
}

TEST_CASE("100-continue is sent to a client who waits for it") {
  Fixture fixture;
  RawClient client = fixture.connect();
  client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  CHECK(client.answer().status == 100);
  client.send("hello");
  CHECK(client.answer().body == "POST 5 hello");
  client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
  CHECK(client.answer().status == 200);
}

TEST_CASE("a faulty request is answered with its problem document and the connection ends") {
  struct Case {
    const char* what;
    std::string request;
    int status;
    const char* code;
  };
  const std::string host = "Host: test\r\n";
  const Case cases[] = {
      {"no request line", "garbage\r\n\r\n", 400, "malformed-request"},
      {"bad target", "GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400, "malformed-target"},
      {"long target", "GET /" + std::string(600, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414,
       "target-too-long"},
      {"large headers", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(3000, 'a') + "\r\n\r\n", 431,
       "headers-too-large"},
      {"unknown method", "BREW / HTTP/1.1\r\n" + host + "\r\n", 501, "method-not-implemented"},
      {"unknown version", "GET / HTTP/2.0\r\n" + host + "\r\n", 505, "http-version-not-supported"},
      {"unknown coding", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501,
       "transfer-encoding-not-supported"},
      {"unknown expectation", "POST / HTTP/1.1\r\n" + host + "Expect: gold\r\n\r\n", 417,
       "expectation-failed"},
      {"large body", "POST / HTTP/1.1\r\n" + host + "Content-Length: 65537\r\n\r\n", 413, "body-too-large"},
  };
  Fixture fixture(small_limits());
  for (const Case& c : cases) {
    CAPTURE(c.what);
    RawClient client = fixture.connect();
    client.send(c.request);
    const RawAnswer answer = client.answer();
    CHECK(answer.status == c.status);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.header("Connection") == "close");
    CHECK(answer.body.find("\"code\":\"" + std::string(c.code) + "\"") != std::string::npos);
    CHECK(answer.body.find("\"request_id\":\"" + answer.header("X-Request-Id") + "\"") != std::string::npos);
    CHECK(client.at_end());
  }
}

TEST_CASE("413 reaches a client who sends the whole upload before it reads") {
  ServerLimits limits;
  limits.body_bytes = 1024 * 1024;
  Fixture fixture(limits);
  std::string too_much;
  too_much.resize(20'000'000, 'x');
  for (const char* framing :
       {"Content-Length: 20000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1312D00\r\n"}) {
    RawClient client = fixture.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\n" + std::string(framing));
    CHECK(client.send(too_much));
    CHECK(client.answer().status == 413);
    CHECK(client.at_end());
  }
}

TEST_CASE("a head that comes too slowly is answered 408, however it is dripped") {
  Fixture fixture(small_limits());
  RawClient client = fixture.connect();
  for (const char c : std::string("GET /hello HTTP/1.1\r\nHost")) {
    if (!client.send(std::string(1, c))) break;
    std::this_thread::sleep_for(50ms);
  }
  const RawAnswer answer = client.answer();
  CHECK(answer.status == 408);
  CHECK(answer.body.find("request-timeout") != std::string::npos);
}

TEST_CASE("a body that never comes is answered 408") {
  Fixture fixture(small_limits());
  RawClient client = fixture.connect();
  client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhalf");
  CHECK(client.answer().status == 408);
  CHECK(client.at_end());
}

TEST_CASE("bodies that stay half sent cannot use up the memory") {
  ServerLimits limits;
  limits.io_threads = 1;
  limits.body_bytes = 1024 * 1024;
  limits.buffered_bytes = 1024 * 1024;
  Fixture fixture(limits);
  const std::string half(300 * 1024, 'x');
  std::vector<RawClient> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(fixture.connect());
    clients.back().send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 614400\r\n\r\n" + half);
  }
  int refused = 0;
  REQUIRE(eventually([&] {
    for (RawClient& client : clients) {
      if (client.silent_for(10)) continue;
      CHECK(client.answer().status == 503);
      ++refused;
    }
    return refused > 0;
  }));
  CHECK(refused < 4);
  // The oldest made room for the newest, which is there to be finished.
  clients.back().send(half + std::string(614400 - 2 * half.size(), 'x'));
  CHECK(clients.back().answer().status == 200);
  CHECK(fixture.connect().fetch("/hello").status == 200);
  clients.clear();
  REQUIRE(eventually([&] { return fixture.server.connections() == 0; }));
  RawClient later = fixture.connect();
  later.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 614400\r\n\r\n" + half + half);
  CHECK(later.answer().status == 200);
}

TEST_CASE("a body that was refused is not kept, however long its sender stays") {
  ServerLimits limits;
  limits.io_threads = 1;
  limits.body_bytes = 1024 * 1024;
  limits.buffered_bytes = 1024 * 1024;
  Fixture fixture(limits);
  const std::string half(600 * 1024, 'x');
  std::vector<RawClient> refused;
  for (int i = 0; i < 4; ++i) {
    refused.push_back(fixture.connect());
    refused.back().send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n96000\r\n" +
                        half + "no chunk\r\n");
    CHECK(refused.back().answer().status == 400);
  }
  RawClient honest = fixture.connect();
  honest.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(half.size()) +
              "\r\n\r\n" + half);
  CHECK(honest.answer().status == 200);
}

TEST_CASE("an idle connection is closed without a word, a parked one is not") {
  Fixture fixture(small_limits());
  RawClient silent = fixture.connect();
  RawClient kept = fixture.connect();
  CHECK(kept.fetch("/hello").status == 200);
  RawClient parked = fixture.connect();
  parked.get("/park/patient");
  CHECK(silent.at_end());
  CHECK(kept.at_end());
  CHECK(parked.silent_for(700));
  fixture.wake();
  CHECK(parked.answer().body == "patient");
}

TEST_CASE("whatever the app throws becomes a bare 500") {
  Fixture fixture;
  RawClient client = fixture.connect();
  for (const char* target : {"/throw", "/throw-42", "/drop"}) {
    CAPTURE(target);
    const RawAnswer answer = client.fetch(target);
    CHECK(answer.status == 500);
    CHECK(answer.body.find("internal-error") != std::string::npos);
    CHECK(answer.body.find("secret") == std::string::npos);
  }
}

TEST_CASE("of two answers the first counts") {
  Fixture fixture;
  RawClient client = fixture.connect();
  CHECK(client.fetch("/twice").body == "first");
  CHECK(client.fetch("/hello").body == "hello");
}

TEST_CASE("of answers from many threads at once exactly one is sent") {
  Fixture fixture;
  RawClient client = fixture.connect();
  client.get("/park/race");
  REQUIRE(eventually([&] { return fixture.parked() == 1; }));
  const Reply reply = fixture.take_parked("race");
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) racers.emplace_back([reply] { reply.send(text("won")); });
  for (auto& racer : racers) racer.join();
  CHECK(client.answer().body == "won");
  CHECK(client.fetch("/hello").body == "hello");
}

TEST_CASE("the app is told once when a client leaves before its answer") {
  Fixture fixture;
  RawClient leaving = fixture.connect();
  leaving.get("/park/leaving");
  RawClient answered = fixture.connect();
  answered.get("/park/answered");
  REQUIRE(eventually([&] { return fixture.parked() == 2; }));
  const Reply reply = fixture.take_parked("leaving");
  leaving.leave();
  CHECK(eventually([&] { return fixture.gone == 1; }));
  bool at_once = false;
  reply.on_gone([&] { at_once = true; });
  CHECK(at_once);
  reply.send(text("too late"));

  fixture.wake();
  CHECK(answered.answer().body == "answered");
  answered.leave();
  CHECK(eventually([&] { return fixture.server.connections() == 0; }));
  CHECK(fixture.gone == 1);
}

TEST_CASE("a client beyond the connections allowed is told so") {
  ServerLimits limits;
  limits.connections = 2;
  Fixture fixture(limits);
  RawClient first = fixture.connect(), second = fixture.connect();
  first.get("/park/first");
  second.get("/park/second");
  REQUIRE(eventually([&] { return fixture.parked() == 2; }));
  RawClient third = fixture.connect();
  const RawAnswer answer = third.answer();
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") != "");
  first.leave();
  CHECK(eventually([&] { return fixture.alive(); }));
}

TEST_CASE("a newcomer gets the place of whoever has been idle for longest") {
  ServerLimits limits;
  limits.io_threads = 1;  // each chooses among its own
  limits.connections = 3;
  Fixture fixture(limits);
  RawClient oldest = fixture.connect();
  CHECK(oldest.fetch("/hello").status == 200);
  RawClient half = fixture.connect();
  half.send("GET /hello HTTP/1.1\r\nHo");
  RawClient parked = fixture.connect();
  parked.get("/park/parked");
  REQUIRE(eventually([&] { return fixture.parked() == 1; }));
  RawClient newcomer = fixture.connect();
  CHECK(newcomer.fetch("/hello").status == 200);
  CHECK(oldest.at_end());
  CHECK(eventually([&] { return fixture.server.connections() == 3; }));
  RawClient another = fixture.connect();
  CHECK(another.fetch("/hello").status == 200);
  CHECK(half.at_end());
  fixture.wake();
  CHECK(parked.answer().body == "parked");
}

TEST_CASE("a port that is taken is refused with a sentence that names it") {
  Fixture fixture;
  Server second({}, [](const Request&, const Reply&) {});
  try {
    second.listen("127.0.0.1", fixture.port);
    FAIL("two servers share a port");
  } catch (const std::runtime_error& error) {
    CHECK(std::string(error.what()).find(std::to_string(fixture.port)) != std::string::npos);
  }
  CHECK_THROWS_AS(second.listen("192.0.2.1", 0), std::runtime_error);
  CHECK(fixture.alive());
}

TEST_CASE("stop waits for what is in flight and answers it with Connection: close") {
  Fixture fixture;
  RawClient idle = fixture.connect();
  CHECK(idle.fetch("/hello").status == 200);
  RawClient parked = fixture.connect();
  parked.get("/park/last");
  REQUIRE(eventually([&] { return fixture.parked() == 1; }));
  std::thread owner([&] {
    std::this_thread::sleep_for(100ms);
    fixture.wake();
  });
  fixture.server.stop(3000);
  owner.join();
  const RawAnswer answer = parked.answer();
  CHECK(answer.body == "last");
  CHECK(answer.header("Connection") == "close");
  CHECK(idle.at_end());
  CHECK_THROWS(fixture.connect());
  fixture.server.stop(0);
}

TEST_CASE("an upload on its way is waited for, and told when there is no time left for it") {
  Fixture fixture;
  const std::string half = "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n01234";
  RawClient going = fixture.connect();
  RawClient asleep = fixture.connect();
  going.send(half);
  asleep.send(half);
  REQUIRE(eventually([&] { return fixture.server.connections() == 2; }));
  // Connected is not read yet.
  REQUIRE(eventually([&] { return !fixture.server.wait_until_answered(0); }));
  fixture.server.drain();
  CHECK(!fixture.server.wait_until_answered(20));
  going.send("56789");
  const RawAnswer answer = going.answer();
  CHECK(answer.body == "POST 10 0123456789");
  CHECK(answer.header("Connection") == "close");
  std::thread stopping([&] { fixture.server.stop(3000); });
  const RawAnswer refusal = asleep.answer();
  CHECK(refusal.status == 503);
  CHECK(refusal.body.find("shutting-down") != std::string::npos);
  CHECK(refusal.header("Connection") == "close");
  CHECK(asleep.at_end());
  stopping.join();
}

TEST_CASE("a server that is asked for a sign of life gives it, but not while one of its threads is stuck") {
  Fixture fixture(small_limits());
  const auto ask = [&] {
    const auto told = std::make_shared<std::promise<void>>();
    fixture.server.ask([told] { told->set_value(); });
    return told->get_future();
  };
  CHECK(ask().wait_for(10s) == std::future_status::ready);
  RawClient client = fixture.connect();
  client.get("/block");
  REQUIRE(eventually([&] { return fixture.blocked.load(); }));
  auto answer = ask();
  // Several times as long as it took: a server that does not ask that thread would have answered.
  CHECK(answer.wait_for(500ms) == std::future_status::timeout);
  fixture.unblock.set_value();
  CHECK(answer.wait_for(10s) == std::future_status::ready);
  CHECK(client.answer().body == "at last");
}

TEST_CASE("stop lets a large answer be read to its end") {
  Fixture fixture;
  RawClient client(fixture.port, 4096);
  client.get("/big");
  REQUIRE(eventually([&] { return fixture.server.connections() == 1; }));
  std::this_thread::sleep_for(20ms);
  RawAnswer answer;
  std::thread reader([&] { answer = client.answer(); });
  fixture.server.stop(10'000);
  reader.join();
  CHECK(answer.body.size() == fixture.big->size());
}

TEST_CASE("stop does not hang on parked replies, and their late answers do no harm") {
  Reply late;
  {
    Fixture fixture;
    RawClient client = fixture.connect();
    client.get("/park/forgotten");
    RawClient other = fixture.connect();
    other.get("/park/other");
    REQUIRE(eventually([&] { return fixture.parked() == 2; }));
    late = fixture.take_parked("forgotten");
    fixture.server.stop(50);
    CHECK(fixture.gone == 2);
    CHECK(client.at_end());
    late.send(text("nobody is there"));
  }
  late.send(text("not even the server"));
}

TEST_CASE("a server can be destroyed while clients and other threads are busy with it") {
  for (int round = 0; round < 10; ++round) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    {
      Fixture fixture;
      const std::uint16_t port = fixture.port;
      for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&stop, port] {
          while (!stop) {
            try {
              RawClient client(port);
              while (!stop && client.fetch("/hello").status == 200) {
              }
            } catch (const std::runtime_error&) {
              return;  // the port is closed
            }
          }
        });
      }
      CHECK(fixture.alive());
    }
    stop = true;
    for (auto& thread : threads) thread.join();
  }
}

}  // namespace server_test
