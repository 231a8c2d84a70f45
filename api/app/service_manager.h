// What systemd is told of this process (sd_notify(3)): datagrams to the socket that $NOTIFY_SOCKET names. The
// protocol is a promise of systemd's, and short enough to be spoken without its library.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace app {

class ServiceManager {
 public:
  // Reads the environment. Without $NOTIFY_SOCKET nobody is told anything.
  ServiceManager();
  // For tests: the socket's path, or "@" and its abstract name; empty for nobody.
  explicit ServiceManager(std::string socket) : socket_(std::move(socket)) {}

  // "READY=1", several lines at once. What can't be said is not said: no service ends because of it.
  void tell(const std::string& lines) const;

  // That the settings are read again, until the next READY=1.
  void tell_reloading() const;

  // Within which time "WATCHDOG=1" has to be said, again and again; nothing when nobody waits for it.
  static std::optional<std::chrono::milliseconds> watchdog();

 private:
  std::string socket_;
};

}  // namespace app
