// People writing, each on a connection of their own; the next message or post follows the answer to the one
// before, which comes when that is on disk.
//   load_writers PORT messages|posts WRITERS SECONDS     on a market made by load_fill; prints what was
//   reached
// Each of the messages' writers has a room of their own.
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/connections.h"
#include "load/writing.h"

namespace {

enum class What { messages, posts };

class Writers {
 public:
  Writers(std::uint16_t port, What what, std::size_t count)
      : what_(what),
        sent_at_(count),
        connections_(port, count, [this](std::size_t writer, int status, std::string_view body) {
          answered(writer, status, body);
        }) {}

  void run(double seconds) {
    const auto start = load::Clock::now();
    const auto end =
        start + std::chrono::duration_cast<load::Clock::duration>(std::chrono::duration<double>(seconds));
    for (std::size_t writer = 0; writer < sent_at_.size(); ++writer) send(writer);
    while (load::Clock::now() < end) connections_.handle(end);
    const std::chrono::duration<double> passed = load::Clock::now() - start;
    std::cout << "{\"per_second\":" << static_cast<double>(times_ms_.size()) / passed.count() << ","
              << load::percentiles("answer", times_ms_) << "}\n";
  }

 private:
  void send(std::size_t writer) {
    sent_at_[writer] = load::Clock::now();
    connections_.send(writer, request(static_cast<std::int64_t>(writer) + 1));
  }

  std::string request(std::int64_t writer) {
    ++count_;
    if (what_ == What::posts) return load::request("POST", "/posts", 2 * writer, load::post_body(count_));
    return load::request(
        "POST", "/chat/rooms/" + std::to_string(writer) + "/messages", 2 * writer - 1,
        R"({"client_id":")" + run_ + std::to_string(count_) + R"(","body":")" + load::message_body + R"("})");
  }

  void answered(std::size_t writer, int status, std::string_view body) {
    if (status != 201)
      throw std::runtime_error("what was written was answered " + std::to_string(status) + ": " +
                               std::string(body));
    times_ms_.push_back(
        std::chrono::duration<double, std::milli>(load::Clock::now() - sent_at_[writer]).count());
    send(writer);
  }

  const What what_;
  // Another run on the same database must not be taken for this one's messages sent again.
  const std::string run_ = std::to_string(load::Clock::now().time_since_epoch().count()) + "-";
  std::int64_t count_ = 0;
  std::vector<load::Clock::time_point> sent_at_;
  std::vector<double> times_ms_;
  load::Connections connections_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 5 ? argv[2] : "";
  if (what != "messages" && what != "posts") {
    std::cerr << "usage: load_writers PORT messages|posts WRITERS SECONDS\n";
    return 2;
  }
  try {
    Writers(static_cast<std::uint16_t>(std::atoi(argv[1])), what == "posts" ? What::posts : What::messages,
            static_cast<std::size_t>(std::atoll(argv[3])))
        .run(std::atof(argv[4]));
  } catch (const std::exception& error) {
    std::cerr << "load_writers: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
