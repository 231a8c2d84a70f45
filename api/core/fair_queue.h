// What waits, a line for each client, taken from the lines by turns (round robin): however much one client
// asks for, another waits for no more than one thing of each. When there is no room left, the newest thing of
// the longest line makes room, so that a full queue keeps out the one who fills it and nobody else.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace core {

template <typename Thing>
class FairQueue {
 public:
  explicit FairQueue(std::size_t limit) : limit_(limit) {}

  // Takes a thing of that client in; what had to go for it is put into `displaced`. False when there is no
  // room and nobody would have more waiting than this client then. The client without a name goes before all
  // others and is never made to go.
  bool push(const std::string& client, Thing thing, std::optional<Thing>& displaced) {
    if (size_ >= limit_) {
      const auto longest = longest_line();
      if (longest == round_.end() || (!client.empty() && longest->things.size() <= waiting(client) + 1))
        return false;
      displaced = std::move(longest->things.back());
      longest->things.pop_back();
      --size_;
      if (longest->things.empty()) forget(longest);
    }
    line_of(client)->things.push_back(std::move(thing));
    ++size_;
    return true;
  }

  // The next one. Only when it is not empty.
  Thing pop() {
    const auto line = round_.begin();
    Thing thing = std::move(line->things.front());
    line->things.pop_front();
    --size_;
    if (line->things.empty()) {
      forget(line);
    } else if (!line->client.empty()) {
      round_.splice(round_.end(), round_, line);
    }
    return thing;
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

 private:
  struct Line {
    std::string client;
    std::deque<Thing> things;
  };
  using Place = typename std::list<Line>::iterator;

  std::size_t waiting(const std::string& client) const {
    const auto line = lines_.find(client);
    return line == lines_.end() ? 0 : line->second->things.size();
  }

  Place line_of(const std::string& client) {
    const auto known = lines_.find(client);
    if (known != lines_.end()) return known->second;
    const Place made = round_.insert(client.empty() ? round_.begin() : round_.end(), Line{client, {}});
    lines_.emplace(made->client, made);
    return made;
  }

  Place longest_line() {
    const auto first =
        !round_.empty() && round_.front().client.empty() ? std::next(round_.begin()) : round_.begin();
    return std::max_element(first, round_.end(),
                            [](const Line& a, const Line& b) { return a.things.size() < b.things.size(); });
  }

  void forget(Place line) {
    lines_.erase(line->client);
    round_.erase(line);
  }

  const std::size_t limit_;
  std::size_t size_ = 0;
  std::list<Line> round_;                              // whose turn it is first
  std::unordered_map<std::string_view, Place> lines_;  // by client, whose name the line holds
};

}  // namespace core
