// The HTTP server with the smallest possible app, for fuzzing and for measuring what the server itself costs.
//   echo_server [PORT]      prints the port; ends on SIGTERM or SIGINT
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "http/server.h"

int main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const http::Body hello = std::make_shared<const std::string>(R"({"hello":"world","n":12345})");
  http::Server server({}, [&](http::Request&& request, http::Reply reply) {
    if (!request.body.empty()) return reply.send(http::json(std::move(request.body)));
    http::Response response;
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = hello;
    reply.send(std::move(response));
  });
  try {
    const auto port =
        server.listen("127.0.0.1", static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0));
    std::printf("%d\n", port);
    std::fflush(stdout);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  int received = 0;
  sigwait(&signals, &received);
  server.stop(1000);
  return 0;
}
