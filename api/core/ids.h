// Distinct id types, so that a room's id can't be passed where a post's is wanted.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace core {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // from 1; 0 is "none"
  auto operator<=>(const Id&) const = default;
};

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using PostId = Id<struct PostTag>;
using DealId = Id<struct DealTag>;
using RoomId = Id<struct RoomTag>;
using MessageId = Id<struct MessageTag>;
using AlertId = Id<struct AlertTag>;
using CaseId = Id<struct CaseTag>;
using AppealId = Id<struct AppealTag>;

}  // namespace core

template <class Tag>
struct std::hash<core::Id<Tag>> {
  std::size_t operator()(core::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
