#include "app/serve.h"

#include <pthread.h>

#include <csignal>
#include <iostream>

#include "app/log.h"
#include "app/market.h"

namespace app {

namespace {

// Before the first thread, so that every thread inherits the mask and only serve() sees the signals.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that has gone is an error of send(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

}  // namespace

void serve(const Config& config) {
  const sigset_t signals = block_end_signals();
  Market market(config);
  const auto port = market.listen();
  const std::string host = config.address == "0.0.0.0" ? "localhost" : config.address;
  std::cout << "Giraffe A+ Book Market: http://" << host << ":" << port << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping", {{"signal", std::int64_t{signal}}});
  market.stop();
}

}  // namespace app
