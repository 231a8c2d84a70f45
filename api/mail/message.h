// A mail as the bytes that go over the wire: RFC 5322 with MIME, lines ending in CRLF.
#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "mail/mail.h"

namespace mail {

// Whether the text can stand in a header as an address: one '@', nothing that is not seen, none of the
// characters that would end it there or begin another one.
bool is_address(std::string_view text);

// The part behind the '@'.
std::string_view domain_of(std::string_view address);

// `sender`: the market's own address; `id`: the same for each attempt to send this mail, so that one that
// arrives twice can be told from two. Throws std::invalid_argument when one of the addresses is none.
std::string message(const NewMail& mail, std::string_view sender, std::string_view id, core::Millis now);

// The text as a header's words (RFC 2047): as it is when it is printable ASCII, else as encoded words of at
// most 75 characters, one a line. What would end the header, or is not to be seen, becomes a space.
std::string header_words(std::string_view text);

}  // namespace mail
