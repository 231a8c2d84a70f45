#include "app/serve.h"

#include <pthread.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/log.h"
#include "app/market.h"
#include "app/service_manager.h"
#include "app/watchdog.h"
#include "core/text.h"

namespace app {

namespace {

// What stop() takes at most beyond config.shutdown_ms.
constexpr core::Millis most_overtime = 1200;

// Before the first thread, so that every thread inherits the mask and only serve() sees the signals. They
// stay blocked: one more while the server stops changes nothing.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that has gone is an error of send(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void reload(Market& market, const std::function<Config()>& read_again) {
  try {
    const Changes changes = market.reload(read_again());
    log::info("settings read again", {{"taken_up", core::joined(changes.taken_up, ", ")},
                                      {"at_restart", core::joined(changes.at_restart, ", ")}});
  } catch (const std::exception& error) {
    log::error("settings stay as they were", {{"fault", error.what()}});
  }
}

// Ends the process when stop() does not: behind a disk that hangs, or a photo that takes long to decode,
// nobody waits any more.
class LastResort {
 public:
  LastResort(const Market& market, core::Millis limit)
      : market_(market), limit_(limit), thread_([this] { run(); }) {}
  ~LastResort() {
    {
      const std::lock_guard lock(mutex_);
      needless_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  LastResort(const LastResort&) = delete;
  LastResort& operator=(const LastResort&) = delete;

 private:
  void run() {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::milliseconds(limit_), [this] { return needless_; })) return;
    if (market_.durable()) {
      log::warning("stopped without waiting for what nobody waits for");
      std::_Exit(EXIT_SUCCESS);
    }
    log::error(
        "stopped without the database, which did not answer in time: what was acknowledged is in its log");
    std::_Exit(EXIT_FAILURE);
  }

  const Market& market_;
  const core::Millis limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool needless_ = false;
  std::thread thread_;
};

}  // namespace

void serve(const Config& config, const std::function<Config()>& read_again) {
  const sigset_t signals = block_signals();
  const ServiceManager manager;
  manager.tell("STATUS=Bringing the database up to date");
  Market market(config);
  const auto port = market.listen();
  const std::string host = config.address == "0.0.0.0" ? "localhost" : config.address;
  std::cout << "Giraffe A+ Book Market: http://" << host << ":" << port << std::endl;
  const auto tell_ready = [&] { manager.tell("READY=1\nSTATUS=" + market.status()); };
  tell_ready();
  std::unique_ptr<Watchdog> watchdog;
  if (const auto patience = ServiceManager::watchdog())
    watchdog = std::make_unique<Watchdog>(manager, market, *patience);
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
    manager.tell_reloading();
    reload(market, read_again);
    tell_ready();
  }
  log::info("stopping", {{"signal", std::int64_t{signal}}});
  manager.tell("STOPPING=1\nSTATUS=Answering what is under way");
  const LastResort last_resort(market, market.shutdown_ms() + most_overtime);
  watchdog.reset();
  market.stop();
}

}  // namespace app
