// A chat room: one post, one buyer, its seller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/scam_signs.h"
#include "core/clock.h"
#include "core/ids.h"
#include "photos/photo.h"

namespace chat {

constexpr std::size_t max_message_characters = 2000;
constexpr std::size_t max_client_id_characters = 64;

// Only among so many of a sender's first messages in a room are a telephone number, a link or an account
// elsewhere a sign of anything.
constexpr int first_messages = 5;

// How often one user may tell that they are writing.
constexpr std::int64_t typing_burst = 10;
constexpr std::int64_t typing_per_minute = 60;

struct Room {
  core::RoomId id;
  core::PostId post;
  core::UserId buyer;
  core::UserId seller;
  std::int64_t last_seq = 0;
  core::Millis last_message_at = 0;
  std::int64_t buyer_read_seq = 0;
  std::int64_t seller_read_seq = 0;
  std::int64_t buyer_unread = 0;
  std::int64_t seller_unread = 0;
  bool buyer_muted = false;
  bool seller_muted = false;
  bool answered = false;  // by the seller, in whatever way, when it was read
  // Of the post, as the buyer was last shown it.
  std::string shown_title;
  std::optional<std::string> shown_cover;  // a photo's id

  bool is_party(core::UserId user) const { return user == buyer || user == seller; }
  core::UserId other(core::UserId user) const { return user == buyer ? seller : buyer; }
  std::int64_t read_seq(core::UserId user) const { return user == buyer ? buyer_read_seq : seller_read_seq; }
  std::int64_t unread(core::UserId user) const { return user == buyer ? buyer_unread : seller_unread; }
  bool muted(core::UserId user) const { return user == buyer ? buyer_muted : seller_muted; }
};

struct Message {
  core::MessageId id;
  core::RoomId room;
  std::int64_t seq = 0;
  core::UserId sender;  // of a system message: who caused it; 0: nobody did
  std::string sender_username;
  std::string kind;  // text, photo, system, expired
  std::string body;
  std::optional<photos::Photo> photo;
  std::optional<std::string> client_id;
  std::optional<std::string> data;   // JSON, of a system message
  std::vector<std::string> notices;  // what its receiver is warned of (scam_signs.h)
  core::Millis sent_at = 0;
};

// A message about to be written; the rest of Message is decided by the room.
struct NewMessage {
  core::UserId sender;
  std::string_view kind;
  std::string body;
  std::optional<std::string> photo;
  std::optional<std::string> client_id;
  std::optional<std::string> data;
  bool decided = true;                  // or said by its sender; false: they only know of it
  std::optional<ScamSigns> found = {};  // in the body of a text; nothing: they are looked for
  std::string signs = {};               // of those, what its receiver is warned of, comma-separated
};

// What a system message says, for programs (data) and for people (body, in Korean).
struct SystemMessage {
  std::string body;
  std::string data;  // a JSON object
};

}  // namespace chat
