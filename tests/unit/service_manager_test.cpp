#include "app/service_manager.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace service_manager_test {

using app::ServiceManager;

namespace {

// What systemd is to a service: a socket that hears datagrams.
class Manager {
 public:
  explicit Manager(const std::string& name) : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  }
  ~Manager() { ::close(fd_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  // What has come; nothing when nothing has.
  std::string heard() const {
    char text[1024];
    const ssize_t size = ::recv(fd_, text, sizeof text, MSG_DONTWAIT);
    return {text, size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  const int fd_;
};

}  // namespace

TEST_CASE("the service manager hears what it is told, at a path and at an abstract name") {
  std::string folder = (std::filesystem::temp_directory_path() / "giraffe-notify-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  for (const std::string& name : {folder + "/notify", "@" + folder + "/notify"}) {
    const Manager manager(name);
    const ServiceManager told(name);
    told.tell("READY=1\nSTATUS=기린");
    CHECK(manager.heard() == "READY=1\nSTATUS=기린");
    told.tell_reloading();
    CHECK(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    CHECK(manager.heard().empty());
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("without a manager, or with one that is gone, nothing is said and nothing happens") {
  for (const std::string& name : {std::string(), std::string("/nowhere/notify"), std::string(200, 'x')}) {
    ServiceManager(name).tell("READY=1");
  }
}

TEST_CASE("the watchdog's time is this process's only when it is named") {
  const auto with = [](const char* us, const std::string& pid) {
    // NOLINTBEGIN(concurrency-mt-unsafe): there is no other thread
    ::setenv("WATCHDOG_USEC", us, 1);
    ::setenv("WATCHDOG_PID", pid.c_str(), 1);
    const auto time = ServiceManager::watchdog();
    ::unsetenv("WATCHDOG_USEC");
    ::unsetenv("WATCHDOG_PID");
    // NOLINTEND(concurrency-mt-unsafe)
    return time;
  };
  const std::string me = std::to_string(::getpid());
  CHECK(with("30000000", me) == std::chrono::seconds(30));
  CHECK(with("30000000", "") == std::chrono::seconds(30));
  CHECK(!with("30000000", "1"));
  CHECK(!with("0", me));
  CHECK(!with("soon", me));
  CHECK(!ServiceManager::watchdog());
}

}  // namespace service_manager_test
