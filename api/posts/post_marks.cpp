#include "posts/post_marks.h"

#include <algorithm>
#include <string_view>

namespace posts {

bool shown_to(const Marks& marks, const blocks::Blocked& blocked) {
  if (!blocked.any()) return true;
  const auto hidden = [&](core::UserId seller) { return blocked.may_be(seller); };
  return !marks.sellers.empty() && std::none_of(marks.sellers.begin(), marks.sellers.end(), hidden);
}

std::optional<std::string> personal(const std::string& body, const Marks& marks, core::UserId user,
                                    const Viewer& viewer) {
  constexpr std::string_view before = "false";
  std::string out;
  std::size_t copied = 0;
  const auto set = [&](std::size_t at) {
    out.append(body, copied, at - copied).append("true");
    copied = at + before.size();
  };
  for (const Mark& mark : marks.posts) {
    if (viewer.favors(mark.post)) set(mark.favorited);
    if (mark.seller == user) set(mark.mine);
  }
  if (copied == 0) return std::nullopt;
  return out.append(body, copied);
}

}  // namespace posts
