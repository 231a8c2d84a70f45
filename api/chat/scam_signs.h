// What a message has in common with those that cheats begin with. Pure rules, by which nobody is ever kept
// from writing: they only tell when to be careful, and err on the side of silence.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace chat {

struct ScamSigns {
  bool prepayment = false;  // asks to be paid before the book is handed over, names an account, or won't meet
  bool phone = false;
  bool link = false;     // to somewhere else than the market
  bool contact = false;  // a messenger, an open chat, an e-mail address

  bool operator==(const ScamSigns&) const = default;
};

// `own_hosts`: the market's own, lower case, without a port.
ScamSigns scam_signs(std::string_view text, std::span<const std::string> own_hosts);

}  // namespace chat
