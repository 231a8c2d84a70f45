#include "load/peers_of_polls.h"

#include <stdexcept>

#include "load/connections.h"

namespace load {

namespace {

// Not all at the same time: those who wait together would ask again together, a wait later.
std::int64_t wait_seconds(std::int64_t user) {
  return 40 + user % 20;
}

// What a browser sends along.
constexpr std::string_view browser =
    "User-Agent: Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36\r\n"
    "Accept: application/json\r\nAccept-Language: ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nReferer: https://market.example.ac.kr/\r\n"
    "Sec-CH-UA: \"Chromium\";v=\"131\", \"Not_A Brand\";v=\"24\"\r\nSec-CH-UA-Mobile: ?1\r\n"
    "Sec-CH-UA-Platform: \"Android\"\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"
    "Sec-Fetch-Dest: empty\r\nPriority: u=1, i\r\n";

std::string part(std::string_view text, std::string_view begin, std::string_view end) {
  const auto at = text.find(begin);
  if (at == std::string_view::npos) throw std::runtime_error("an answer to a poll has no cursor");
  const auto from = at + begin.size();
  return std::string(text.substr(from, text.find(end, from) - from));
}

class Giraffe : public PollServer {
 public:
  std::string poll(std::int64_t user, std::string_view cursor) const override {
    std::string target = "/chat/events";
    if (!cursor.empty()) {
      target.append("?wait=").append(std::to_string(wait_seconds(user))).append("&after=").append(cursor);
    }
    return request("GET", target, user, {}, browser);
  }
  bool answers_first() const override { return true; }
  std::string cursor(std::string_view, std::string_view body) const override {
    return part(body, "\"cursor\":\"", "\"");
  }
  std::string message(std::int64_t room, const std::string& id, std::string_view text) const override {
    return request(
        "POST", "/chat/rooms/" + std::to_string(room) + "/messages", 2 * room - 1,
        std::string(R"({"client_id":")").append(id).append(R"(","body":")").append(text).append("\"}"));
  }
  std::string news(std::int64_t post, std::int64_t price) const override {
    // Its seller's alone to do; load_fill gives each pair a post.
    return request("PATCH", "/posts/" + std::to_string(post), 2 * post,
                   "{\"price\":" + std::to_string(price) + "}", "If-Match: *\r\n");
  }
};

class Nchan : public PollServer {
 public:
  explicit Nchan(bool shared) : shared_(shared) {}

  std::string poll(std::int64_t user, std::string_view cursor) const override {
    std::string out = "GET /sub/" + channel(user) + " HTTP/1.1\r\nHost: localhost\r\n";
    out.append(browser);
    if (!cursor.empty()) out.append("If-None-Match: ").append(cursor).append("\r\n");
    return out + "\r\n";
  }
  bool answers_first() const override { return false; }
  std::string cursor(std::string_view head, std::string_view) const override {
    return part(std::string(head) + "\r\n", "\r\nEtag: ", "\r\n");
  }
  std::string message(std::int64_t room, const std::string&, std::string_view text) const override {
    return post(channel(2 * room - 1) + "/" + channel(2 * room), text);
  }
  std::string news(std::int64_t, std::int64_t price) const override {
    return post(channel(0), "{\"price\":" + std::to_string(price) + "}");
  }

 private:
  std::string channel(std::int64_t user) const { return shared_ ? "all" : "u" + std::to_string(user); }
  static std::string post(const std::string& to, std::string_view text) {
    return ("POST /pub/" + to +
            " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: " +
            std::to_string(text.size()) + "\r\n\r\n")
        .append(text);
  }

  const bool shared_;
};

}  // namespace

std::unique_ptr<PollServer> poll_server(std::string_view kind) {
  if (kind == "giraffe") return std::make_unique<Giraffe>();
  if (kind == "nchan") return std::make_unique<Nchan>(false);
  if (kind == "nchan-shared") return std::make_unique<Nchan>(true);
  throw std::runtime_error("there is no server " + std::string(kind));
}

}  // namespace load
