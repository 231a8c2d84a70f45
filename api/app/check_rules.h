// The rules that one statement can tell, by what they are about: api/app/check.h says what they are for.
#pragma once

#include <span>
#include <string_view>

namespace app {

struct Rule {
  std::string_view broken;  // what the rows that break it are
  std::string_view rows;    // selects one column that names them
};

std::span<const Rule> chat_rules();    // rooms, messages, events
std::span<const Rule> deal_rules();    // posts, deals, photos, saved searches, remembered answers
std::span<const Rule> people_rules();  // accounts, sessions, mails, blocks, moderation

}  // namespace app
