// The servers that load_parked drives, and how each is asked for the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace load {

// Users come in pairs, who have a room: numbers from 1 on, as load_fill makes them.
class PollServer {
 public:
  virtual ~PollServer() = default;

  // Waits for what comes after `cursor`; without one, as the first request of a client.
  virtual std::string poll(std::int64_t user, std::string_view cursor) const = 0;
  // Whether the first request is answered at once, with a cursor.
  virtual bool answers_first() const = 0;
  // The cursor in an answer to a poll.
  virtual std::string cursor(std::string_view head, std::string_view body) const = 0;
  // A message of the one with the odd number in that room, to both. The `id` is the same when it is sent
  // again.
  virtual std::string message(std::int64_t room, const std::string& id, std::string_view text) const = 0;
  // Tells all who wait that something costs `price` now: of the post that they have among their favourites.
  virtual std::string news(std::int64_t post, std::int64_t price) const = 0;
};

// `kind` is giraffe; nchan, with a channel for each user; or nchan-shared, with one for all, which only
// news() speaks to.
std::unique_ptr<PollServer> poll_server(std::string_view kind);

}  // namespace load
