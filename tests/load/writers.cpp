// People writing in the chat, each on a connection and in a room of their own; the next message follows the
// answer to the one before, which comes when that is on disk.
//   load_writers PORT WRITERS SECONDS     on a market made by load_fill; prints what was reached
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/connections.h"

namespace {

class Writers {
 public:
  Writers(std::uint16_t port, std::size_t count)
      : sent_at_(count),
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
    const std::string body =
        R"({"client_id":")" + run_ + std::to_string(++count_) +
        R"(","body":"안녕하세요! 책 아직 있나요? 오늘 저녁에 중앙도서관 앞에서 볼 수 있어요."})";
    const auto room = static_cast<std::int64_t>(writer) + 1;
    sent_at_[writer] = load::Clock::now();
    connections_.send(writer, load::request("POST", "/chat/rooms/" + std::to_string(room) + "/messages",
                                            2 * room - 1, body));
  }

  void answered(std::size_t writer, int status, std::string_view body) {
    if (status != 201)
      throw std::runtime_error("a message was answered " + std::to_string(status) + ": " + std::string(body));
    times_ms_.push_back(
        std::chrono::duration<double, std::milli>(load::Clock::now() - sent_at_[writer]).count());
    send(writer);
  }

  // Another run on the same database must not be taken for this one's messages sent again.
  const std::string run_ = std::to_string(load::Clock::now().time_since_epoch().count()) + "-";
  std::uint64_t count_ = 0;
  std::vector<load::Clock::time_point> sent_at_;
  std::vector<double> times_ms_;
  load::Connections connections_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: load_writers PORT WRITERS SECONDS\n";
    return 2;
  }
  try {
    Writers(static_cast<std::uint16_t>(std::atoi(argv[1])), static_cast<std::size_t>(std::atoll(argv[2])))
        .run(std::atof(argv[3]));
  } catch (const std::exception& error) {
    std::cerr << "load_writers: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
