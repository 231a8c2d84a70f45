#include "mail/message.h"

#include <algorithm>
#include <stdexcept>

#include "core/text.h"
#include "core/token.h"

namespace mail {

namespace {

constexpr std::string_view sender_name = "기린 A+ 북 마켓";
constexpr std::size_t max_address = 254;
constexpr std::size_t max_plain_header = 70;
// 60 characters of base64 between "=?UTF-8?B?" and "?=": 72 of the 75 that an encoded word may have.
constexpr std::size_t word_bytes = 45;
constexpr std::size_t line_bytes = 57;  // 76 characters of base64

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

std::string base64_lines(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), line_bytes))) {
    out += core::base64(text.substr(0, line_bytes)) + "\r\n";
  }
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// RFC 5322, 3.3: the zone is a number, HTTP's "GMT" is obsolete there.
std::string date(core::Millis now) {
  std::string out = core::http_date(now);
  return out.replace(out.size() - 3, 3, "+0000");
}

}  // namespace

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  return text.size() <= max_address && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" <>()[]\\,;:\"") == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), is_control) && core::valid_utf8(text);
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

std::string header_words(std::string_view text) {
  std::string clean(text);
  std::replace_if(clean.begin(), clean.end(), is_control, ' ');
  // What looks like an encoded word is encoded, or it would be read as one.
  const bool plain = clean.size() <= max_plain_header && clean.find("=?") == std::string::npos &&
                     std::all_of(clean.begin(), clean.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return clean;
  std::string out;
  std::string_view rest = clean;
  while (!rest.empty()) {
    std::string_view word = core::shortened(rest, word_bytes);
    if (word.empty()) word = rest.substr(0, word_bytes);  // no UTF-8: never without an end
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + core::base64(word) + "?=";
    rest.remove_prefix(word.size());
  }
  return out;
}

std::string message(const NewMail& mail, std::string_view sender, std::string_view id, core::Millis now) {
  if (!is_address(mail.recipient) || !is_address(sender)) {
    throw std::invalid_argument("a mail from or to what is no address");
  }
  std::string out;
  const auto header = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  header("Date", date(now));
  header("From", header_words(sender_name) + " <" + std::string(sender) + ">");
  header("To", "<" + mail.recipient + ">");
  header("Subject", header_words(mail.subject));
  header("Message-ID", "<" + std::string(id) + "@" + std::string(domain_of(sender)) + ">");
  // Nobody's holiday notice is to answer (RFC 3834).
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "base64");
  return out + "\r\n" + base64_lines(with_crlf(mail.body));
}

}  // namespace mail
