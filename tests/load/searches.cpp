// Somebody who searches, one request after the other:
//   load_searches PORT TARGETS ROUNDS     TARGETS: a file with one a line; prints how long the answers took
// Signed in, so that no answer comes from the cache.
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/connections.h"

namespace {

struct Slowest {
  double ms = 0;
  std::string target;
};

void run(std::uint16_t port, const char* file, int rounds) {
  std::vector<std::string> targets;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) targets.push_back(line);
  if (targets.empty()) throw std::runtime_error("there are no targets");
  bool answered = false;
  load::Connections connection(port, 1, [&](std::size_t, int status, std::string_view body) {
    if (status != 200) throw std::runtime_error("answered " + std::to_string(status) + std::string(body));
    answered = true;
  });
  std::vector<double> times_ms;
  Slowest slowest;
  for (int round = 0; round < rounds; ++round) {
    for (const auto& target : targets) {
      const auto start = load::Clock::now();
      answered = false;
      connection.send(0, load::request("GET", target, 1));
      while (!answered) connection.handle(start + std::chrono::minutes(1));
      times_ms.push_back(std::chrono::duration<double, std::milli>(load::Clock::now() - start).count());
      if (times_ms.back() > slowest.ms) slowest = {times_ms.back(), target};
    }
  }
  std::cout << "{" << load::percentiles("answer", times_ms) << ",\"slowest\":\"" << slowest.target << "\"}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: load_searches PORT TARGETS ROUNDS\n";
    return 2;
  }
  try {
    run(static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2], std::atoi(argv[3]));
  } catch (const std::exception& error) {
    std::cerr << "load_searches: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
