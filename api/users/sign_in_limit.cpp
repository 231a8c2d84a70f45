#include "users/sign_in_limit.h"

#include <algorithm>

#include "http/network.h"

namespace users {

namespace {

// As many as one account's place allows, for a network and for an account.
constexpr std::int64_t burst_of_network = 4;
constexpr std::int64_t burst_of_account = 5;
// How many times sooner than a place they forget.
constexpr core::Millis network_forgets = 15;
constexpr core::Millis account_forgets = 5;

// No username holds a line break, so that no two keys are the same.
std::string place_key(const std::string& username, const std::string& address) {
  return http::client_network(address) + "\n" + username;
}

}  // namespace

SignInLimit::SignInLimit(std::int64_t burst, core::Millis delay, core::Millis most)
    : places_({burst, delay, most, most}),
      networks_({burst * burst_of_network, delay, most, most / network_forgets}),
      accounts_({burst * burst_of_account, delay, most, most / account_forgets}) {}

SignInLimit::Attempt SignInLimit::attempt(const std::string& username, const std::string& address, bool known,
                                          core::Millis now) {
  struct Count {
    http::GrowingDelay* limit;
    std::string key;
    core::Millis wait;
  };
  std::vector<Count> counts;
  const auto add = [&](http::GrowingDelay& limit, std::string key) {
    const core::Millis wait = limit.wait(key, now);
    counts.push_back({&limit, std::move(key), wait});
  };
  add(places_, place_key(username, address));
  if (!known) {
    add(networks_, http::client_network(address));
    add(accounts_, username);
  }
  // The longest wait first: it is the one that a refusal tells.
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& a, const Count& b) { return a.wait > b.wait; });
  Attempt attempt;
  for (const Count& count : counts) {
    auto& taken = count.limit == &networks_ ? attempt.of_network_ : attempt.of_account_;
    taken.push_back(count.limit->take(count.key, now));
  }
  return attempt;
}

SignInLimit::Attempt SignInLimit::attempt(core::SessionId session, core::Millis now) {
  Attempt attempt;
  attempt.of_account_.push_back(places_.take("session\n" + std::to_string(session.value), now));
  return attempt;
}

void SignInLimit::Attempt::wrong() {
  for (auto& taken : of_account_) taken.keep();
  for (auto& taken : of_network_) taken.keep();
}

void SignInLimit::Attempt::right() {
  for (auto& taken : of_account_) taken.right();
}

void SignInLimit::describe(http::Response& response, const std::string& username, const std::string& address,
                           core::Millis now) const {
  places_.describe(response, place_key(username, address), now);
}

void SignInLimit::sweep(core::Millis now) {
  places_.sweep(now);
  networks_.sweep(now);
  accounts_.sweep(now);
}

}  // namespace users
