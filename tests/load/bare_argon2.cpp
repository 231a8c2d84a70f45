// What signing in is compared with: libsodium alone checking a password as the market does (users/password),
// each thread again and again, at as low a priority.
//   load_bare_argon2 MIB PASSES THREADS SECONDS     prints checks a second
#include <sodium.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double checks_a_second(std::size_t mib, unsigned long long passes, std::size_t threads, double seconds) {
  const std::string password = "giraffe leaf 7 tall";
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, mib * 1024 * 1024,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  std::atomic<std::int64_t> checked{0};
  std::atomic<bool> failed{false};
  const auto start = Clock::now();
  const auto passed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&] {
      while (passed() < seconds && !failed) {
        if (crypto_pwhash_str_verify(hash.data(), password.data(), password.size()) != 0) failed = true;
        ++checked;
      }
    });
  }
  for (auto& thread : running) thread.join();
  if (failed) throw std::runtime_error("the right password was refused");
  return static_cast<double>(checked) / passed();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: load_bare_argon2 MIB PASSES THREADS SECONDS\n";
    return 2;
  }
  try {
    (void)setpriority(PRIO_PROCESS, 0, 10);
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
    const double reached = checks_a_second(static_cast<std::size_t>(std::atoi(argv[1])),
                                           static_cast<unsigned long long>(std::atoi(argv[2])),
                                           static_cast<std::size_t>(std::atoi(argv[3])), std::atof(argv[4]));
    std::cout << "{\"per_second\":" << reached << "}\n";
  } catch (const std::exception& error) {
    std::cerr << "load_bare_argon2: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
